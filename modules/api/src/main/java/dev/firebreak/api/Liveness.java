package dev.firebreak.api;

import java.time.Duration;

/**
 * A question that is asked again and again once a child is ready; a child that fails it several
 * times in a row is restarted.
 *
 * @param probe {@link Readiness.Port} or {@link Readiness.Command}
 * @param every how often it is asked
 * @param timeout how long an answer may take
 * @param failures how many in a row end the child
 */
public record Liveness(Readiness probe, Duration every, Duration timeout, int failures) {
  /** Checks the ranges. */
  public Liveness {
    every = Check.span(every);
    timeout = Check.span(timeout);
    Check.that(
        probe instanceof Readiness.Port || probe instanceof Readiness.Command,
        "alive: %s cannot be asked again and again; give a port or a command",
        probe);
    Check.that(every.isPositive(), "alive: every = %s; give a positive time", every);
    Check.that(timeout.isPositive(), "alive: timeout = %s; give a positive time", timeout);
    Check.that(failures > 0, "alive: failures = %s; give 1 or more", failures);
  }
}
