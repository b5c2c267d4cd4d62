package dev.firebreak.lab;

import dev.firebreak.api.Verdict;

/** What comes of one failure in one phase: what the guilty task's future tells, and no more. */
@SuppressWarnings("EnumOrdinal") // columns of a table in the order of the enum
sealed interface Cell {
  /** In a table. */
  String text();

  /** The submission throws, with these words in its message; nothing was sent. */
  record Refused(String words) implements Cell {
    @Override
    public String text() {
      return "refused at submit";
    }
  }

  /** The submission throws this very error, as it is about the caller's own memory. */
  record Thrown(Class<? extends Error> type) implements Cell {
    @Override
    public String text() {
      return "submit throws " + type.getSimpleName();
    }
  }

  /** The task fails with what was thrown, and its worker goes on. */
  record Failed(String words) implements Cell {
    @Override
    public String text() {
      return "TaskException";
    }
  }

  /** The task ran, and has no result that could be had; its worker goes on. */
  record NoResult(String words) implements Cell {
    @Override
    public String text() {
      return "ResultException";
    }
  }

  /** The task fails alone, and its worker is replaced. */
  record Died(Verdict.Cause cause) implements Cell {
    @Override
    public String text() {
      return "WorkerDied: " + cause;
    }
  }

  /** Its run limit strikes, at the latest; what ended it is told with these words. */
  record Overdue(String words) implements Cell {
    @Override
    public String text() {
      return "Limit: RUN";
    }
  }

  /** No task fails. */
  record Unharmed(boolean replaced) implements Cell {
    @Override
    public String text() {
      return replaced ? "nobody fails; worker replaced" : "nobody fails";
    }
  }

  /** No task fails; that worker is given up, as it would fail again, and the others go on. */
  record GivenUp() implements Cell {
    @Override
    public String text() {
      return "nobody fails; worker given up";
    }
  }

  /** There is no such cell. */
  record Apart(Why why) implements Cell {
    @Override
    public String text() {
      return "- (" + (why.ordinal() + 1) + ")";
    }
  }

  /** Why a cell is apart. */
  enum Why {
    CALLER(
        "It happens in the caller's JVM, by code of the caller's own that the pool only calls: what"
            + " ends or stops that JVM, or fills it, ends or stops or fills the caller."),
    CALLER_STALLS(
        "A constructor of the caller's own that never returns holds up the thread that reads that"
            + " worker; nothing ends it, as a thread of the caller's JVM cannot be killed."),
    SHARED(
        "A worker that is a thread shares this JVM: what ends, stops or fills it does so to all of"
            + " it. That is what processes are for."),
    NO_LINK("A worker that is a thread has no pipe to write half a frame to.");

    private final String sentence;

    Why(String sentence) {
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }
}
