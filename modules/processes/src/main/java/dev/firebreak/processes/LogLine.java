package dev.firebreak.processes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a child's log, as it stands in {@code logs/<child>.out.log} and {@code .err.log}:
 * {@code 2026-11-22T14:50:01.123Z #3 text}.
 *
 * @param at when its first byte came
 * @param generation of the child; 0 for a word of ours
 * @param text what the program wrote
 */
public record LogLine(Instant at, int generation, String text) {
  /** Where the text's generation begins: the moment always has the same width. */
  private static final int MARK = "2026-11-22T14:50:01.123Z ".length();

  /** Reads one; empty where the text is no such line. */
  public static Optional<LogLine> parse(String line) {
    int blank = line.indexOf(' ', MARK);
    if (line.length() < MARK + 3 || line.charAt(MARK) != '#' || blank < 0) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(line.substring(0, MARK - 1));
      int generation = Integer.parseInt(line.substring(MARK + 1, blank));
      return Optional.of(new LogLine(at, generation, line.substring(blank + 1)));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty(); // whoever reads shows the line as it is
    }
  }
}
