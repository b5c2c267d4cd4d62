package dev.firebreak.api;

/** Whether a task whose worker died is run again. */
public sealed interface Retry {
  /**
   * Never, not even where its worker died before it began the task: that is then told. For tasks
   * that must be seen by one worker only.
   */
  record Never() implements Retry {}

  /** Only where it surely was not begun. The default: a task is begun at most once. */
  record IfNotStarted() implements Retry {}

  /**
   * Also where it was begun: running it twice does no harm.
   *
   * @param times how often it is run again at most, at least 1
   */
  record Idempotent(int times) implements Retry {
    /** Checks the range. */
    public Idempotent {
      Check.that(times >= 1, "retry: idempotent(%s); give at least 1", times);
    }
  }

  /** Never. */
  static Retry never() {
    return new Never();
  }

  /** Only where it surely was not begun. */
  static Retry ifNotStarted() {
    return new IfNotStarted();
  }

  /** Also where it was begun, so often. */
  static Retry idempotent(int times) {
    return new Idempotent(times);
  }
}
