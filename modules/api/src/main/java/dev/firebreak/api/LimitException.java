package dev.firebreak.api;

import java.time.Duration;

/** A limit struck; {@link #clock()} says which. */
public final class LimitException extends PoolException {
  private static final long serialVersionUID = 1;

  /** What is measured. Each clock has a limit of its own. */
  public enum Clock {
    /** From the submission until a worker begins the task; it was never begun. */
    QUEUE,
    /** From the spawn of a worker until its initializer has returned. */
    START,
    /** From the moment at which a worker began the task; the worker was stopped. */
    RUN
  }

  private final Clock clock;
  private final Duration limit;

  /** Made by a pool. */
  public LimitException(String message, Clock clock, Duration limit) {
    super(message, null);
    this.clock = clock;
    this.limit = limit;
  }

  /** Which clock. */
  public Clock clock() {
    return clock;
  }

  /** Its limit. */
  public Duration limit() {
    return limit;
  }
}
