package dev.firebreak.faults;

/** What becomes of the other tasks where all of them are threads of one JVM. */
public enum Harm {
  /** Nothing: threads are as good here, and cheaper. */
  NONE("unharmed"),
  /** They have a processor less, for as long as the JVM lives. */
  SLOWED("slowed for good"),
  /** Some may fail, as chance has it. */
  SOME("some may fail"),
  /** Those that come after it fail. */
  FAILED("fail"),
  /** They end well, with a wrong answer. */
  WRONG("wrong answers"),
  /** They do not end. */
  STALLED("never end"),
  /** They end with their JVM. */
  ALL("all lost");

  private final String words;

  Harm(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
