package dev.firebreak.lab;

/** What can go wrong in one phase of a task's way. */
@SuppressWarnings(
    "TypeParameterUnusedInFormals") // stands where a value of any type is wanted, and gives none
enum Fault {
  EXCEPTION("exception"),
  ERROR("Error"),
  EXIT("System.exit"),
  HALT("Runtime.halt"),
  SIGKILL("SIGKILL"),
  SIGSEGV("SIGSEGV"),
  HEAP("out of memory: heap"),
  METASPACE("out of memory: metaspace"),
  DIRECT("out of memory: direct buffers"),
  THREADS("out of memory: threads"),
  OVERFLOW("StackOverflowError"),
  STALL("stall"),
  SIGSTOP("SIGSTOP"),
  HALF_FRAME("half a frame written");

  /** Set in the JVM of the tests, which is to live on. */
  static final String SHARED = "dev.firebreak.lab.shared";

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Does it; returns for none of them. */
  <T> T commit() {
    return switch (this) {
      case EXCEPTION -> Deeds.fail();
      case ERROR -> Deeds.error();
      case EXIT -> Deeds.exit();
      case HALT -> Deeds.halt();
      case SIGKILL -> Deeds.signal("KILL");
      case SIGSEGV -> Deeds.segfault();
      case HEAP -> Boolean.getBoolean(SHARED) ? Deeds.askForTooMuch() : Deeds.fillHeap();
      case METASPACE -> Deeds.fillMetaspace();
      case DIRECT -> Deeds.fillDirect();
      case THREADS -> Deeds.fillThreads();
      case OVERFLOW -> Deeds.overflow();
      case STALL -> Deeds.stall();
      case SIGSTOP -> Deeds.signal("STOP");
      case HALF_FRAME -> Deeds.writeHalfAFrame();
    };
  }
}
