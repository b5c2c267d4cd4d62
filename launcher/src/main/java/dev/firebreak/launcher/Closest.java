package dev.firebreak.launcher;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped it. */
final class Closest {
  private Closest() {}

  /** The candidate that is nearest to the text, if one is near enough to be a slip. */
  static Optional<String> to(String text, Collection<String> candidates) {
    int most = Math.max(1, text.length() / 3); // one slip in three letters
    return candidates.stream()
        .filter(candidate -> distance(text, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(text, candidate)));
  }

  /** Words that follow a full sentence: {@code ; did you mean "x"?}, or nothing. */
  static String hint(String text, Collection<String> candidates) {
    return to(text, candidates).map("; did you mean \"%s\"?"::formatted).orElse("");
  }

  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] next = new int[row.length];
      next[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        next[j] = Math.min(Math.min(row[j], next[j - 1]) + 1, row[j - 1] + same);
        if (swapped(one, i, other, j)) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      before = row;
      row = next;
    }
    return row[other.length()];
  }

  private static boolean swapped(String one, int i, String other, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
