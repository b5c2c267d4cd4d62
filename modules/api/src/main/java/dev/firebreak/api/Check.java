package dev.firebreak.api;

import java.time.Duration;
import java.util.Optional;

/** Refuses a bad value with a sentence. */
final class Check {
  /** Twice as long still fits into a long of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(100 * 365);

  private Check() {}

  static void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }

  /**
   * A span that a clock of nanoseconds can count: what is longer, as ChronoUnit.FOREVER is, never
   * passes anyway.
   */
  static Duration span(Duration given) {
    return given.compareTo(LONGEST) > 0 ? LONGEST : given;
  }

  static Optional<Duration> span(Optional<Duration> given) {
    return given.map(Check::span);
  }

  /** A name: a letter or digit, then up to 63 letters, digits, dots, dashes or underscores. */
  static String name(String what, String name) {
    that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        "%s \"%s\": a name has 1 to 64 letters, digits, dots, dashes or underscores and begins with a"
            + " letter or digit",
        what,
        name);
    return name;
  }
}
