package dev.firebreak.api;

import java.util.Locale;

/**
 * A size of memory.
 *
 * @param bytes how many, positive
 */
public record ByteSize(long bytes) {
  /** Checks the range. */
  public ByteSize {
    Check.that(bytes > 0, "size: %s bytes; give a positive size", bytes);
  }

  /**
   * Reads a size as {@code java -Xmx} writes it: digits, then k, m, g or nothing.
   *
   * @throws IllegalArgumentException if the text is no such size
   */
  public static ByteSize parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    Check.that(lower.matches("[1-9][0-9]{0,14}[kmg]?"), "size \"%s\": write it as 64m or 2g", text);
    char unit = lower.charAt(lower.length() - 1);
    long factor =
        switch (unit) {
          case 'k' -> 1L << 10;
          case 'm' -> 1L << 20;
          case 'g' -> 1L << 30;
          default -> 1L;
        };
    String digits = factor == 1 ? lower : lower.substring(0, lower.length() - 1);
    long count = Long.parseLong(digits);
    Check.that(count <= Long.MAX_VALUE / factor, "size \"%s\": more than any machine has", text);
    return new ByteSize(count * factor);
  }

  /** The size as {@code java -Xmx} reads it, in the largest unit that loses nothing. */
  @Override
  public String toString() {
    if (bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "g";
    }
    if (bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "m";
    }
    return bytes % (1L << 10) == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
  }
}
