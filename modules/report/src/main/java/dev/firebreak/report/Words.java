package dev.firebreak.report;

import java.util.Locale;
import java.util.Optional;

/** Numbers and strangers' texts as a page shows them; the escaping is the template's. */
final class Words {
  /** What is not known, or never happened. */
  static final String NONE = "–";

  /** More of a stranger's text is only in the JSON. */
  static final int MOST = 600;

  private Words() {}

  static String millis(Optional<Double> ms) {
    return ms.map(Words::millis).orElse(NONE);
  }

  /** Three digits at most, in the unit that a person would take. */
  static String millis(double ms) {
    if (!Double.isFinite(ms)) {
      return NONE;
    }
    double size = Math.abs(ms);
    if (size < 9.95) {
      return format("%.1f ms", ms);
    }
    if (size < 999.5) {
      return format("%.0f ms", ms);
    }
    if (size < 99_950) {
      return format(size < 9_995 ? "%.2f s" : "%.1f s", ms / 1_000);
    }
    return format("%.0f min", ms / 60_000);
  }

  static String bytes(long bytes) {
    double mib = bytes / 1048576.0;
    return mib < 1023.5
        ? format(mib < 9.95 ? "%.1f MiB" : "%.0f MiB", mib)
        : format("%.1f GiB", mib / 1024);
  }

  /** {@code 1.3×}, or a dash where there is nothing to divide by. */
  static String times(double one, double other) {
    double factor = one / other;
    if (!Double.isFinite(factor)) {
      return NONE;
    }
    return format(factor < 9.95 ? "%.1f×" : "%.0f×", factor);
  }

  static String count(long number, String one, String many) {
    return format("%,d %s", number, number == 1 ? one : many);
  }

  static String number(long number) {
    return format("%,d", number);
  }

  /** {@code HEAP_OOM} as {@code heap OOM}. */
  static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("oom", "OOM");
  }

  /**
   * A child's words: of bounded length, and without characters that a reader would not see or that
   * turn the text around.
   */
  static String told(String words) {
    var seen = new StringBuilder(Math.min(words.length(), MOST));
    int at = 0;
    while (at < words.length() && at < MOST) {
      int character = words.codePointAt(at);
      if (visible(character)) {
        seen.appendCodePoint(character);
      } else {
        seen.append(format("\\u%04x", character));
      }
      at += Character.charCount(character);
    }
    if (at < words.length()) {
      seen.append(format(" … (%,d more characters in the JSON)", words.length() - at));
    }
    return seen.toString();
  }

  private static boolean visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> character == '\n' || character == '\t';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
