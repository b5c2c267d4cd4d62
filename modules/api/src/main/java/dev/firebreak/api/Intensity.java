package dev.firebreak.api;

import java.time.Duration;

/**
 * How many restarts a supervisor makes before it gives up: more than {@code restarts} within {@code
 * period} and it stops its children in reverse order and fails to its own supervisor. Crashes that
 * lie further apart than the period never add up.
 *
 * @param restarts how many are borne; 0 gives up at the first
 * @param period the window, positive
 */
public record Intensity(int restarts, Duration period) {
  /** Checks the ranges. */
  public Intensity {
    period = Check.span(period);
    Check.that(restarts >= 0, "intensity: %s restarts; give 0 or more", restarts);
    Check.that(period.isPositive(), "intensity: a period of %s; give a positive one", period);
  }
}
