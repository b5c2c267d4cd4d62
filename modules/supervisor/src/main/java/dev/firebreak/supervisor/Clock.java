package dev.firebreak.supervisor;

import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the clocks of a process. Owned by its {@link Health}, which looks twice a second. */
sealed interface Clock permits BeatClock, ProgressClock, UsefulClock, IdleClock {
  /**
   * Looks at it.
   *
   * @param floor the earliest time that the process may be blamed from
   * @return what is wrong; null if nothing is
   */
  @Nullable Finding look(long now, long floor);

  /** The supervisor itself did not run until now: what was seen before is no sign. */
  void excuse(long now);

  /** What is to be done about a finding. */
  enum Grade {
    /** It is told, and watched. */
    WATCH,
    /** The next step of the ladder, if it is no better then. */
    CLIMB,
    /** Nothing but a kill can help. */
    HOPELESS
  }

  /**
   * What is wrong.
   *
   * @param clock its name
   * @param cause of the verdict, if the process is killed for it
   * @param seen what was seen, with its numbers
   * @param last when the last sign of life on that clock was
   * @param numbers what a verdict rests on
   */
  record Finding(
      String clock,
      Verdict.Cause cause,
      Grade grade,
      String seen,
      long last,
      Duration limit,
      Map<String, String> numbers) {}

  /** A span in words. */
  static String seconds(long nanos) {
    return "%.1f s".formatted(nanos / 1e9);
  }

  /** A part in words. */
  static String percent(double part) {
    return "%.0f %%".formatted(part * 100);
  }
}
