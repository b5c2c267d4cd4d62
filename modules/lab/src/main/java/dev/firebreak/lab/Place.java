package dev.firebreak.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A life of a worker, as a pool names it: {@code worker-2#1 (pid 4711)}.
 *
 * @param pid 0 for a thread
 */
record Place(int number, int generation, long pid) {
  private static final Pattern WORDS =
      Pattern.compile("worker-([0-9]{1,4})#([0-9]{1,9})(?:.*pid ([0-9]{1,10}))?");

  /** The place that a text names. */
  static Optional<Place> of(String text) {
    Matcher words = WORDS.matcher(text);
    if (!words.find()) {
      return Optional.empty();
    }
    String pid = words.group(3);
    return Optional.of(
        new Place(
            Integer.parseInt(words.group(1)),
            Integer.parseInt(words.group(2)),
            pid == null ? 0 : Long.parseLong(pid)));
  }

  /** The name of its lane, which its successors share. */
  String lane() {
    return "worker-" + number;
  }
}
