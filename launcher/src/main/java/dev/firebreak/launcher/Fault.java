package dev.firebreak.launcher;

import java.util.Comparator;

/**
 * What is wrong at one place of a specification file.
 *
 * @param line from 1; 0 where it is about the whole file
 * @param column from 1
 * @param sentence what is wrong and what to write instead
 */
record Fault(int line, int column, String sentence) implements Comparable<Fault> {
  private static final Comparator<Fault> ORDER =
      Comparator.comparingInt(Fault::line)
          .thenComparingInt(Fault::column)
          .thenComparing(Fault::sentence);

  @Override
  public int compareTo(Fault other) {
    return ORDER.compare(this, other);
  }

  /** As compilers write it: {@code shop.toml:3:1: sentence}. */
  String in(String file) {
    return line == 0
        ? "%s: %s".formatted(file, sentence)
        : "%s:%d:%d: %s".formatted(file, line, column, sentence);
  }
}
