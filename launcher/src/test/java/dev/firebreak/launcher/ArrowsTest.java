package dev.firebreak.launcher;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads the compiled descriptor of every room and holds it against the plan of the house. */
@Timeout(30)
class ArrowsTest {
  private static final String US = "dev.firebreak.";

  /**
   * Who may require whom, apart from java.base and the null marks. A new arrow is a line changed
   * here, with the reason in the commit: the module that a user requires is the isolation that they
   * get.
   */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("api", Set.of()),
          entry("link", Set.of()),
          entry("confine", Set.of()),
          entry("worker", ours("api", "link")),
          entry("threads", with(ours("api", "link", "pool", "worker"), "org.slf4j")),
          entry("images", ours("worker")),
          entry("pool", with(ours("api", "link"), "org.slf4j")),
          entry("supervisor", with(ours("api", "link"), "org.slf4j")),
          entry(
              "processes",
              with(
                  ours("api", "link", "supervisor", "pool", "images", "confine"),
                  "org.slf4j",
                  "tools.jackson.core")),
          entry(
              "bench",
              with(
                  ours("api", "processes"),
                  "info.picocli",
                  "tools.jackson.core",
                  "java.logging",
                  // what a task allocates, and the flags that a figure names
                  "java.management",
                  "jdk.management")),
          entry("census", ours("api")),
          entry("faults", ours("census")),
          entry("report", with(ours("api"), "com.samskivert.jmustache")),
          // the open rooms, as a user would; and what it tries and tells
          entry("lab", ours("processes", "threads", "faults", "report")),
          entry(
              "launcher",
              with(
                  ours("api", "processes", "census", "lab"),
                  "org.slf4j",
                  "info.picocli",
                  "org.tomlj",
                  "me.tongfei.progressbar",
                  // what a command says to machines, who calls at the socket, and a second Ctrl-C
                  "tools.jackson.core",
                  "jdk.net",
                  "jdk.unsupported",
                  "ch.qos.logback.classic",
                  "ch.qos.logback.core")));

  /**
   * The rooms that a user may require, and the work of the demo, which is as a user would write it;
   * all others leave by qualified export or not at all.
   */
  private static final Set<String> OPEN = Set.of("api", "processes", "threads", "census");

  @Test
  void aRoomRequiresWhatThePlanDoesNotSay() {
    var found = new ArrayList<String>();
    for (ModuleDescriptor room : Reactor.descriptors()) {
      var allowed = ARROWS.get(room.name().substring(US.length()));
      for (String arrow : arrows(room)) {
        if (allowed == null || !allowed.contains(arrow)) {
          found.add(room.name() + " requires " + arrow);
        }
      }
    }

    assertEquals(List.of(), found);
  }

  @Test
  void somethingEntersTheChildForConvenience() {
    var worker = descriptor("worker");

    assertEquals(ours("api", "link"), arrows(worker));
    assertTrue(
        worker.requires().stream()
            .filter(requires -> requires.name().equals("org.jspecify"))
            .allMatch(requires -> requires.modifiers().contains(Requires.Modifier.STATIC)),
        "the null marks are for the compiler, and are no module of the child's");
  }

  @Test
  void theArrowsRunInACircle() {
    Map<String, ModuleDescriptor> rooms =
        Reactor.descriptors().stream().collect(toMap(ModuleDescriptor::name, Function.identity()));

    rooms.values().forEach(room -> walk(room, rooms, List.of()));
  }

  @Test
  void aClosedRoomIsOpenToEverybody() {
    for (ModuleDescriptor room : Reactor.descriptors()) {
      if (OPEN.contains(room.name().substring(US.length()))) {
        continue;
      }

      assertTrue(
          room.exports().stream().allMatch(ModuleDescriptor.Exports::isQualified),
          () -> room.name() + " is closed, but exports to all: " + room.exports());
      assertTrue(
          room.opens().stream().allMatch(ModuleDescriptor.Opens::isQualified) && !room.isOpen(),
          () -> room.name() + " is closed, but opens to all: " + room.opens());
    }
  }

  @Test
  void aRoomHasASecondPackageOrAnotherName() {
    for (ModuleDescriptor room : Reactor.descriptors()) {
      assertTrue(
          Set.of(room.name()).containsAll(room.packages()),
          () -> room.name() + " has the packages " + room.packages() + ", and not just its own");
    }
  }

  private static void walk(
      ModuleDescriptor room, Map<String, ModuleDescriptor> rooms, List<String> way) {
    assertTrue(!way.contains(room.name()), () -> "a circle: " + way + " and again " + room.name());

    var further = Stream.concat(way.stream(), Stream.of(room.name())).toList();
    for (Requires arrow : room.requires()) {
      if (rooms.containsKey(arrow.name())) {
        walk(rooms.get(arrow.name()), rooms, further);
      }
    }
  }

  private static Set<String> arrows(ModuleDescriptor room) {
    return room.requires().stream()
        .map(Requires::name)
        .filter(name -> !Set.of("java.base", "org.jspecify").contains(name))
        .collect(toCollection(TreeSet::new));
  }

  private static ModuleDescriptor descriptor(String room) {
    return Reactor.descriptors().stream()
        .filter(descriptor -> descriptor.name().equals(US + room))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> ours(String... rooms) {
    return Stream.of(rooms).map(US::concat).collect(toCollection(TreeSet::new));
  }

  private static Set<String> with(Set<String> ours, String... libraries) {
    ours.addAll(List.of(libraries));
    return ours;
  }
}
