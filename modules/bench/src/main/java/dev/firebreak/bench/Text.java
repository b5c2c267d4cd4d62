package dev.firebreak.bench;

import java.util.Locale;

/** Numbers for people. */
final class Text {
  private Text() {}

  /** Three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    String text = String.format(Locale.ROOT, pattern, value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  static String range(Sample sample) {
    return number(sample.min()) + ".." + number(sample.max());
  }
}
