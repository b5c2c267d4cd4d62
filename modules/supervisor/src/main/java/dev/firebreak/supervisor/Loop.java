package dev.firebreak.supervisor;

import java.time.Duration;
import java.time.Instant;

/** One thread that owns all state of a supervisor, and its clock. The rest posts to it. */
public interface Loop {
  /** Runs an action on the loop, behind those that were posted before. */
  void post(Runnable action);

  /** Runs an action on the loop after a delay. */
  Timer after(Duration delay, Runnable action);

  /** Monotonic time. Never 0. */
  long nanos();

  /** Wall-clock time, for people only. */
  Instant now();

  /** A delayed action. */
  interface Timer {
    /** Takes it back. An action that already ran is not affected. */
    void cancel();
  }
}
