package dev.firebreak.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program as many are: it logs, formats, matches, sorts, counts and is done. */
public final class Chores {
  private static final Logger LOG = Logger.getLogger("chores");
  private static final Pattern LINE =
      Pattern.compile("(?<day>\\d{4}-\\d\\d-\\d\\d) (?<who>\\w+) (?<what>[a-z]+) (?<size>\\d+)");

  private Chores() {}

  /** What a line says. */
  record Entry(LocalDate day, String who, String what, long size) {}

  /** Called by the JVM. */
  public static void main(String[] args) {
    List<Entry> entries = new ArrayList<>();
    LocalDate first = LocalDate.of(2026, 1, 1);
    for (int i = 0; i < 500; i++) {
      String line =
          String.format(
              Locale.ROOT, "%s user%d %s %d", first.plusDays(i % 90), i % 7, verb(i), i * 31L);
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        entries.add(
            new Entry(
                LocalDate.parse(matcher.group("day")),
                matcher.group("who"),
                matcher.group("what"),
                Long.parseLong(matcher.group("size"))));
      }
    }
    Map<String, Long> sizes =
        entries.stream()
            .collect(Collectors.groupingBy(Entry::who, Collectors.summingLong(Entry::size)));
    Map<String, Integer> words = new HashMap<>();
    IntStream.range(0, 1000).forEach(i -> words.merge(verb(i), 1, Integer::sum));
    DateTimeFormatter day = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    new TreeMap<>(sizes)
        .forEach((who, size) ->
            LOG.log(
                Level.INFO,
                "{0} moved {1} bytes until {2}",
                new Object[] {who, size, day.format(first.plusDays(90))}));
    System.out.printf(
        Locale.ROOT,
        "%d entries, %d words, %s a year%n",
        entries.size(),
        words.size(),
        Duration.ofDays(365));
  }

  private static String verb(int i) {
    return switch (i % 3) {
      case 0 -> "read";
      case 1 -> "wrote";
      default -> "dropped";
    };
  }
}
