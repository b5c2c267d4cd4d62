package dev.firebreak.census;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The modules of one child, smallest first, so that much is published early and little is lost with
 * a crash.
 *
 * @param modules what it is to count
 */
public record Share(List<Extent> modules) {
  /** Sorts what it is given. */
  public Share {
    modules =
        modules.stream()
            .sorted(Comparator.comparingLong(Extent::bytes).thenComparing(Extent::module))
            .toList();
  }

  /**
   * Deals modules out: the largest first, each to the share that has the least so far. The same
   * modules are always dealt in the same way.
   *
   * @param count of shares, 1 or more
   */
  public static List<Share> deal(List<Extent> all, int count) {
    List<List<Extent>> hands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hands.add(new ArrayList<>());
    }
    List<Extent> largestFirst = new ArrayList<>(all);
    largestFirst.sort(
        Comparator.comparingLong(Extent::bytes).reversed().thenComparing(Extent::module));
    for (Extent module : largestFirst) {
      hands.stream()
          .min(Comparator.comparingLong(Share::bytes))
          .ifPresent(hand -> hand.add(module));
    }
    return hands.stream().map(Share::new).toList();
  }

  /** How many class files it has. */
  public int classes() {
    return modules.stream().mapToInt(Extent::classes).sum();
  }

  /** The names of its modules. */
  public List<String> names() {
    return modules.stream().map(Extent::module).toList();
  }

  private static long bytes(List<Extent> modules) {
    return modules.stream().mapToLong(Extent::bytes).sum();
  }
}
