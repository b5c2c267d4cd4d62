package dev.firebreak.launcher;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.Backoff;
import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the children of one supervisor must not be together: the list of impossible sums, each with
 * both sides of the conflict.
 *
 * @param section the supervisor's table
 * @param drafts its children, in the order of the file
 */
record Consistency(
    Section section, Faults faults, List<Draft> drafts, Intensity intensity, AutoShutdown end) {

  /** One line a rule. */
  void check() {
    sameName();
    unknownSibling();
    circle();
    samePort();
    heapOverMemory();
    heapAgainstOptions();
    significantForNobody();
    significantForEver();
    shutdownByNobody();
    spareForNobody();
    intensityNeverFires();
  }

  private void sameName() {
    Map<String, Draft> seen = new HashMap<>();
    for (Draft draft : drafts) {
      Draft other = seen.putIfAbsent(draft.name(), draft);
      if (other != null) {
        faults.add(
            draft.section().head(),
            "[%s] and [%s] (line %d) have the same name; siblings need different ones",
            draft.section().path(),
            other.section().path(),
            other.section().head().line());
      }
    }
  }

  private void unknownSibling() {
    List<String> names = drafts.stream().map(Draft::name).toList();
    for (Draft draft : drafts) {
      for (String needed : draft.after()) {
        if (needed.equals(draft.name())) {
          faults.add(
              draft.section().at("after"),
              "[%s] after: it cannot start after itself",
              draft.section().path());
        } else if (!names.contains(needed)) {
          faults.missing(
              draft.section().at("after"),
              "[%s] after = \"%s\": it has no sibling of that name%s",
              draft.section().path(),
              needed,
              Closest.hint(needed, names));
        }
      }
    }
  }

  private void circle() {
    Map<String, Draft> byName = new HashMap<>();
    drafts.forEach(draft -> byName.putIfAbsent(draft.name(), draft));
    Set<String> told = new HashSet<>();
    for (Draft draft : drafts) {
      List<Draft> circle = follow(draft, new ArrayList<>(), byName, told);
      if (circle.size() > 1) {
        circle.forEach(member -> told.add(member.name()));
        List<String> places = new ArrayList<>(circle.stream().map(Draft::place).toList());
        places.add(circle.getFirst().name());
        faults.add(
            circle.getFirst().section().at("after"),
            "children wait for each other in a circle: %s; take one `after` out",
            String.join(" after ", places));
      }
    }
  }

  private static List<Draft> follow(
      Draft draft, List<Draft> way, Map<String, Draft> byName, Set<String> told) {
    if (way.contains(draft)) {
      return List.copyOf(way.subList(way.indexOf(draft), way.size()));
    }
    if (!told.add(draft.name())) {
      return List.of();
    }
    way.add(draft);
    for (String needed : draft.after()) {
      Draft next = byName.get(needed);
      List<Draft> found =
          next == null || next.equals(draft) ? List.of() : follow(next, way, byName, told);
      if (!found.isEmpty()) {
        return found;
      }
    }
    way.removeLast();
    return List.of();
  }

  private void samePort() {
    Map<Integer, Draft> seen = new HashMap<>();
    for (Draft draft : drafts) {
      if (draft.child().map(ChildSpec::ready).orElse(null) instanceof Readiness.Port(int port)) {
        Draft other = seen.putIfAbsent(port, draft);
        if (other != null) {
          faults.add(
              draft.section().at("ready"),
              "[%s] and [%s] (line %d) are both ready when port %d answers: two programs cannot"
                  + " listen on one port",
              draft.section().path(),
              other.section().path(),
              other.section().at("ready").line(),
              port);
        }
      }
    }
  }

  private void heapOverMemory() {
    Optional<Memory> memory = Memory.available();
    if (memory.isEmpty()) {
      return;
    }
    long most = memory.get().size().bytes();
    long sum = 0;
    for (Draft draft : drafts) {
      long heap =
          draft.child().flatMap(child -> child.jvm().heap()).map(ByteSize::bytes).orElse(0L);
      sum += heap;
      if (heap > most) {
        faults.add(
            draft.section().at("heap"),
            "[%s] heap = %s is more than the %s that %s",
            draft.section().path(),
            new ByteSize(heap),
            Memory.words(most),
            memory.get().source());
      }
    }
    if (sum > most && faults.isEmpty()) {
      faults.warn(
          section.head(),
          "the heaps add up to %s, and %s %s: it goes well only while they are not full",
          Memory.words(sum),
          memory.get().source(),
          Memory.words(most));
    }
  }

  private void heapAgainstOptions() {
    for (Draft draft : drafts) {
      Optional<ByteSize> heap = draft.child().flatMap(child -> child.jvm().heap());
      List<String> options = draft.child().map(child -> child.jvm().options()).orElse(List.of());
      for (String option : options) {
        if (heap.isPresent()
            && (option.startsWith("-Xmx") || option.startsWith("-XX:MaxHeapSize="))) {
          faults.add(
              draft.section().at("options"),
              "[%s] options has %s (line %d) beside heap = %s (line %d): keep one",
              draft.section().path(),
              option,
              draft.section().at("options").line(),
              heap.get(),
              draft.section().at("heap").line());
        }
      }
    }
  }

  private void significantForNobody() {
    for (Draft draft : drafts) {
      if (significant(draft) && end == AutoShutdown.NEVER) {
        faults.add(
            draft.section().at("significant"),
            "[%s] significant = true (line %d) has no effect with %s; give \"any\" or \"all\" there",
            draft.section().path(),
            draft.section().at("significant").line(),
            section.side("auto-shutdown", "\"never\""));
      }
    }
  }

  private void significantForEver() {
    for (Draft draft : drafts) {
      if (significant(draft)
          && draft.spec().map(spec -> spec.restart() == Restart.PERMANENT).orElse(false)) {
        faults.add(
            draft.section().at("significant"),
            "[%s] significant = true (line %d) with %s: a permanent child never ends for good;"
                + " make it transient or temporary",
            draft.section().path(),
            draft.section().at("significant").line(),
            draft.section().side("restart", "\"permanent\""));
      }
    }
  }

  private void shutdownByNobody() {
    if (end != AutoShutdown.NEVER && drafts.stream().noneMatch(Consistency::significant)) {
      faults.missing(
          section.at("auto-shutdown"),
          "auto-shutdown = \"%s\" (line %d), but no child is significant = true: it would never"
              + " happen",
          end.name().toLowerCase(java.util.Locale.ROOT),
          section.at("auto-shutdown").line());
    }
  }

  private static boolean significant(Draft draft) {
    return draft
        .section()
        .find("significant")
        .map(found -> found.value().equals(true))
        .orElse(false);
  }

  private void spareForNobody() {
    for (Draft draft : drafts) {
      if (draft.child().isPresent()
          && draft.child().get().spares() > 0
          && draft.child().get().restart() == Restart.TEMPORARY) {
        faults.add(
            draft.section().at("spares"),
            "[%s] %s would never be used with %s",
            draft.section().path(),
            draft.section().side("spares", Integer.toString(draft.child().get().spares())),
            draft.section().side("restart", "\"temporary\""));
      }
    }
  }

  /**
   * Children that crash as fast as they can, each waiting its shortest back-off, must be able to
   * make one restart more than the intensity bears within its period.
   */
  private void intensityNeverFires() {
    long most = 0;
    Optional<Draft> slowest = Optional.empty();
    for (Draft draft : drafts) {
      if (draft.child().isEmpty()) {
        return; // an inner supervisor, or a faulty child: nothing to sum up
      }
      ChildSpec child = draft.child().get();
      if (child.restart() != Restart.TEMPORARY) {
        most += restarts(child.backoff());
        slowest = slowest.or(() -> Optional.of(draft));
      }
    }
    if (slowest.isEmpty() || most > intensity.restarts()) {
      return;
    }
    Backoff backoff = slowest.get().child().orElseThrow().backoff();
    Section own = slowest.get().section();
    Optional<Section> table = section.table("intensity");
    faults.add(
        section.at("intensity"),
        "the intensity can never be exceeded: %s within %s, but with %s its children make %d at"
            + " most in that time; give fewer restarts, a longer period or a shorter back-off",
        sided(table, "restarts", Integer.toString(intensity.restarts())),
        sided(table, "period", Spans.exact(intensity.period())),
        own.table("backoff")
            .map(waits -> waits.side("backoff.first", Spans.exact(backoff.first()), "first"))
            .orElse("backoff.first = " + Spans.exact(backoff.first()) + " (the default)"),
        most);
  }

  private static String sided(Optional<Section> table, String key, String value) {
    return table
        .map(section -> section.side(key, value))
        .orElse("%s = %s (the default)".formatted(key, value));
  }

  private long restarts(Backoff backoff) {
    Duration sum = Duration.ZERO;
    int count = 0;
    while (count <= intensity.restarts() && sum.compareTo(intensity.period()) <= 0) {
      sum = sum.plus(backoff.delay(count, 1));
      count++;
    }
    return count;
  }
}
