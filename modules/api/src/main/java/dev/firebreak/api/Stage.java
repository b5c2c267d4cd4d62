package dev.firebreak.api;

/** How far a child has come. Each stage has its own limit and its own failure. */
public enum Stage {
  /** It is being spawned: its image is looked up or built, the process is created. */
  SPAWN("being spawned"),
  /** The process is there; the JVM boots. */
  JVM("booting its JVM"),
  /** The JVM said hello; the modules of its program are resolved. */
  LAYER("resolving its modules"),
  /** The program's main is running, and the child is not ready yet. */
  MAIN("getting ready"),
  /** It is ready. */
  READY("ready");

  private final String words;

  Stage(String words) {
    this.words = words;
  }

  /** What a child of this stage is doing, in words that follow "while". */
  public String words() {
    return words;
  }
}
