package dev.firebreak.census;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Two censuses, held against each other number by number.
 *
 * @param modules how many modules there are
 * @param classes how many class files the first has
 * @param numbers how many numbers were compared
 * @param differences a sentence for each number that differs, each module that is missing and each
 *     that is too many
 */
public record Comparison(int modules, long classes, int numbers, List<String> differences) {
  /** Copies what it is given. */
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param name of the first, for the sentences
   * @param first the one in doubt
   * @param other of the second
   * @param second the one to compare with
   */
  public static Comparison of(
      String name, Map<String, Tally> first, String other, Map<String, Tally> second) {
    SortedSet<String> modules = new TreeSet<>(first.keySet());
    modules.addAll(second.keySet());
    List<String> differences = new ArrayList<>();
    int numbers = 0;
    for (String module : modules) {
      Optional<Tally> one = Optional.ofNullable(first.get(module));
      Optional<Tally> two = Optional.ofNullable(second.get(module));
      if (one.isPresent() && two.isPresent()) {
        SortedMap<String, String> seen = one.get().numbers();
        numbers += seen.size();
        two.get()
            .numbers()
            .forEach((key, value) -> {
              if (!value.equals(seen.get(key))) {
                differences.add(
                    "%s: %s is %s in %s (by %s), but %s in %s"
                        .formatted(module, key, seen.get(key), name, one.get().by(), value, other));
              }
            });
      } else {
        differences.add(
            "%s: it is only in %s, and missing in %s"
                .formatted(module, one.isPresent() ? name : other, one.isPresent() ? other : name));
      }
    }
    long classes = first.values().stream().mapToLong(Tally::classes).sum();
    return new Comparison(modules.size(), classes, numbers, differences);
  }

  /** Compares the count of class files with a list of another origin. */
  public static List<String> counts(Map<String, Tally> tallies, Map<String, Integer> listed) {
    List<String> differences = new ArrayList<>();
    SortedSet<String> modules = new TreeSet<>(tallies.keySet());
    modules.addAll(listed.keySet());
    for (String module : modules) {
      long counted = Optional.ofNullable(tallies.get(module)).map(Tally::classes).orElse(0L);
      long known = listed.getOrDefault(module, 0);
      if (counted != known) {
        differences.add(
            "%s: %d class files were counted, but the JDK lists %d"
                .formatted(module, counted, known));
      }
    }
    return differences;
  }
}
