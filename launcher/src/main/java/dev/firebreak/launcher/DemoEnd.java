package dev.firebreak.launcher;

import dev.firebreak.census.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the demo ended.
 *
 * @param children as they ended
 * @param supervised how long they took
 * @param plain how long the plain run took
 * @param compared their numbers with those of the plain run
 * @param listed differences from the JDK's own list; empty where there is no such list
 */
record DemoEnd(
    List<DemoChild> children,
    Duration supervised,
    Duration plain,
    Comparison compared,
    Optional<List<String>> listed) {
  private static final int MOST = 20; // differences shown

  /** Whether every number is equal. */
  boolean equal() {
    return compared.differences().isEmpty() && listed.map(List::isEmpty).orElse(true);
  }

  /** All of it, for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(table());
    lines.add("");
    lines.addAll(equal() ? praise() : blame());
    lines.add("");
    lines.addAll(price());
    return lines;
  }

  private List<String> table() {
    String row = "%-10s %7s %8s %5s  %-18s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("child", "modules", "classes", "JVMs", "failover", "ended by"));
    for (DemoChild child : children) {
      lines.add(
          row.formatted(
                  child.name(),
                  child.share().modules().size(),
                  DemoScreen.number(child.share().classes()),
                  child.generation(),
                  child.failovers().isEmpty()
                      ? "-"
                      : child.failovers().stream()
                          .map(DemoStory::millis)
                          .collect(Collectors.joining(", ")),
                  String.join(", ", child.ends()))
              .stripTrailing());
    }
    return lines;
  }

  private List<String> praise() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s classes in %d modules, %d numbers compared with a plain sequential run: all equal."
            .formatted(
                DemoScreen.number(compared.classes()), compared.modules(), compared.numbers()));
    lines.add(
        "Nothing lost, nothing counted twice."
            + (listed.isPresent()
                ? " The JDK's own list (jimage) has as many classes in each module."
                : " This JDK has no jimage, so its own list of classes was not asked."));
    return lines;
  }

  private List<String> blame() {
    List<String> all = new ArrayList<>(compared.differences());
    listed.ifPresent(all::addAll);
    List<String> lines = new ArrayList<>();
    lines.add(
        "The numbers differ in %d %s, so work was lost or counted twice:"
            .formatted(all.size(), all.size() == 1 ? "place" : "places"));
    all.stream().limit(MOST).forEach(difference -> lines.add("  " + difference));
    if (all.size() > MOST) {
      lines.add("  and %d more".formatted(all.size() - MOST));
    }
    lines.add("This is a fault of Firebreak or of this machine; please report it with the logs.");
    return lines;
  }

  private List<String> price() {
    int crashes = children.stream().mapToInt(child -> child.ends().size()).sum();
    long again = children.stream().mapToLong(DemoChild::again).sum();
    return List.of(
        "Supervised: %s with %d children and %d %s; %s classes were counted again (%d %%)."
            .formatted(
                DemoStory.seconds(supervised),
                children.size(),
                crashes,
                crashes == 1 ? "crash" : "crashes",
                DemoScreen.number(again),
                100 * again / Math.max(1, compared.classes())),
        "Plain java: %s in one JVM and one thread.".formatted(DemoStory.seconds(plain)));
  }
}
