package dev.firebreak.processes;

import dev.firebreak.supervisor.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the last garbage collection in a JVM's log: what it left in the heap is what the program
 * held, while the heap in use has garbage in it. The lines are those that {@link GcMeter} shows.
 */
final class LastCollection {
  private static final Pattern LINE =
      Pattern.compile(
          "\\[[^]]*]\\[([0-9]{1,18})ns]\\[gc\\s*] GC\\([0-9]+\\) (.{1,120}?)"
              + " [0-9]+[KMG](?:\\([0-9]+%\\))?->([0-9]{1,9})([KMG])\\(.*");

  private LastCollection() {}

  /**
   * The last one; empty if the lines have none.
   *
   * @param now by {@link System#nanoTime()}, whose clock the child's stamps are of
   */
  static Optional<Evidence.Collection> of(List<String> lines, long now) {
    for (String line : lines.reversed()) {
      Matcher found = LINE.matcher(line);
      if (found.matches()) {
        int shift =
            switch (found.group(4)) {
              case "K" -> 10;
              case "M" -> 20;
              default -> 30;
            };
        long ago = Math.max(0, now - Long.parseLong(found.group(1)));
        return Optional.of(
            new Evidence.Collection(
                Words.clean(found.group(2)),
                Long.parseLong(found.group(3)) << shift,
                Duration.ofNanos(ago)));
      }
    }
    return Optional.empty();
  }
}
