package dev.firebreak.api;

import java.time.Duration;

/**
 * How long a supervisor waits before it starts a child again. The first restart after a stable run
 * is immediate; the next waits {@code first}, and each further one {@code factor} times longer, up
 * to {@code cap}. Each wait is made shorter by a random part of up to {@code jitter}, so that
 * children that fail together do not come back together. A run of {@code reset} makes a child
 * stable.
 *
 * @param first the wait before the second restart in a row
 * @param factor how much longer each further wait is, 1 or more
 * @param cap the longest wait
 * @param jitter the largest part, 0 to 1, that chance takes off a wait
 * @param reset how long a child runs until its earlier crashes are forgotten
 */
public record Backoff(Duration first, double factor, Duration cap, double jitter, Duration reset) {
  /** No wait, ever: as OTP restarts. */
  public static final Backoff NONE =
      new Backoff(Duration.ZERO, 1, Duration.ZERO, 0, Duration.ofSeconds(10));

  /** Checks the ranges. */
  public Backoff {
    first = Check.span(first);
    cap = Check.span(cap);
    reset = Check.span(reset);
    Check.that(!first.isNegative(), "backoff: first = %s; give 0 or more", first);
    Check.that(factor >= 1 && factor <= 100, "backoff: factor = %s; give 1 to 100", factor);
    Check.that(cap.compareTo(first) >= 0, "backoff: cap = %s is under first = %s", cap, first);
    Check.that(jitter >= 0 && jitter <= 1, "backoff: jitter = %s; give 0 to 1", jitter);
    Check.that(reset.isPositive(), "backoff: reset = %s; give a positive time", reset);
  }

  /**
   * The wait before a restart.
   *
   * @param row how many restarts in a row there were without a stable run between: 0 for the first
   * @param chance a random number, 0 to 1
   */
  public Duration delay(int row, double chance) {
    if (row == 0 || first.isZero()) {
      return Duration.ZERO;
    }
    double full = Math.min(first.toNanos() * Math.pow(factor, row - 1), (double) cap.toNanos());
    return Duration.ofNanos((long) (full * (1 - jitter * chance)));
  }
}
