package dev.firebreak.launcher;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 250ms}, {@code 30s}, {@code 1m30s}, {@code 2h}, {@code 1d}.
 */
final class Spans {
  private static final Pattern WHOLE =
      Pattern.compile("(?:[0-9]{1,9}(?:\\.[0-9]{1,3})?(?:ms|s|m|h|d))+");
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h|d)");

  private Spans() {}

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Duration parse(String text) {
    String plain = text.strip().replace(" ", "").toLowerCase(Locale.ROOT);
    if (!WHOLE.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no time: write it as 250ms, 30s, 1m30s or 2h".formatted(text));
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(plain);
    while (part.find()) {
      double count = Double.parseDouble(part.group(1));
      sum = sum.plus(Duration.ofMillis(Math.round(count * millis(part.group(2)))));
    }
    return sum;
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  /** As {@link #parse} reads it, without loss from a millisecond on. */
  static String exact(Duration span) {
    if (span.isZero()) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    append(text, span.toDaysPart(), "d");
    append(text, span.toHoursPart(), "h");
    append(text, span.toMinutesPart(), "m");
    append(text, span.toSecondsPart(), "s");
    append(text, span.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /** Short, for a column: {@code 0.3s}, {@code 12s}, {@code 4m10s}, {@code 2h03m}, {@code 5d}. */
  static String shortly(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 10) {
      return Math.max(0, span.toMillis() / 100) / 10.0 + "s";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m" + two(seconds % 60) + "s";
    }
    return seconds < 172_800
        ? seconds / 3_600 + "h" + two(seconds / 60 % 60) + "m"
        : seconds / 86_400 + "d";
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
