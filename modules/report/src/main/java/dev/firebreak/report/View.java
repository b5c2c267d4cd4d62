package dev.firebreak.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the template is given: the findings in words, in the order in which the page tells them.
 *
 * @param headline the one sentence that a reader leaves with
 * @param homes threads first: they are what most people have
 * @param groups the faults, by what they are about
 * @param price one small table for each thing that is paid; empty where it was not measured
 * @param threads what threads do better, a sentence each
 */
record View(
    String headline,
    List<Home> homes,
    String priceBig,
    String priceSmall,
    List<Group> groups,
    List<Bars> price,
    List<String> threads,
    List<Legend> legend,
    String command,
    String at,
    String machine,
    String work) {

  /** One home's damage over all faults. */
  record Home(
      String name,
      String hurt,
      String of,
      String lost,
      String verdicts,
      boolean bad,
      List<Share> shares) {}

  /** A part of all siblings with one outcome, in percent, and where it begins. */
  record Share(String symbol, String from, String width) {}

  /** Faults of one kind. */
  record Group(String title, List<FaultView> faults) {}

  /** A symbol and what it means. */
  record Legend(String symbol, String says) {}

  /** One thing that is paid, such as memory, in each way of working. */
  record Bars(String title, String says, List<Bar> bars) {}

  /** {@code width} in percent of the most. */
  record Bar(String way, String value, String width, boolean least) {}

  private static final Map<String, String> GROUPS = titles();

  static View of(Findings findings) {
    var faults =
        IntStream.range(0, findings.faults().size())
            .mapToObj(i -> FaultView.of(findings.faults().get(i), i))
            .toList();
    var homes =
        findings.faults().stream()
            .flatMap(fault -> fault.homes().stream())
            .map(Findings.OfHome::home)
            .distinct()
            .sorted(Comparator.comparingInt(FaultView::rank))
            .toList();
    var damages = homes.stream().map(home -> Damage.of(home, findings)).toList();
    var price = new Prices(findings.price());
    return new View(
        headline(damages),
        damages.stream().map(Damage::view).toList(),
        price.big(),
        price.small(),
        grouped(findings.faults(), faults),
        price.bars(),
        better(findings, price),
        List.of(
            new Legend("right", "right answer"),
            new Legend("failed", "failed"),
            new Legend("wrong", "wrong answer"),
            new Legend("unfinished", "never finished")),
        Words.told(findings.command()),
        findings
            .at()
            .toString()
            .replaceFirst("\\.\\d+Z", "Z")
            .replace('T', ' ')
            .replace("Z", " UTC"),
        Words.told(findings.machine().os())
            + ", "
            + Words.count(findings.machine().processors(), "processor", "processors")
            + ", "
            + Words.bytes(findings.machine().memoryBytes())
            + " of memory, "
            + java(Words.told(findings.machine().java())),
        Words.count(findings.work().tasks(), "task", "tasks")
            + " over "
            + Words.number(findings.work().units())
            + " "
            + Words.told(findings.work().what()));
  }

  private static String java(String version) {
    return version.matches("\\d.*") ? "Java " + version : version;
  }

  private static String headline(List<Damage> damages) {
    var ran = damages.stream().filter(damage -> damage.ran() > 0).toList();
    if (ran.isEmpty()) {
      return "No fault was run.";
    }
    boolean same = ran.stream().mapToInt(Damage::ran).distinct().count() == 1;
    var words = new StringBuilder();
    if (same) {
      words.append("Of ").append(Words.count(ran.getFirst().ran(), "fault", "faults")).append(", ");
    }
    for (int i = 0; i < ran.size(); i++) {
      Damage damage = ran.get(i);
      words
          .append(i == 0 ? "" : i == ran.size() - 1 ? " and " : ", ")
          .append(damage.hurt())
          .append(same ? "" : " of " + damage.ran())
          .append(i > 0 ? " in " : (same ? "" : " faults") + " hurt other tasks in ")
          .append(damage.home());
    }
    return words.append('.').toString();
  }

  private static List<Group> grouped(List<Findings.OfFault> faults, List<FaultView> views) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    GROUPS.keySet().forEach(group -> groups.put(group, new ArrayList<>()));
    for (int i = 0; i < faults.size(); i++) {
      groups.computeIfAbsent(faults.get(i).group(), _ -> new ArrayList<>()).add(i);
    }
    return groups.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .map(group ->
            new Group(
                GROUPS.getOrDefault(group.getKey(), Words.told(group.getKey())),
                group.getValue().stream().map(views::get).toList()))
        .toList();
  }

  /** Only what was measured here. */
  private static List<String> better(Findings findings, Prices price) {
    var better = new ArrayList<>(price.better());
    var harmless = new ArrayList<String>();
    var sooner = new ArrayList<String>();
    for (Findings.OfFault fault : findings.faults()) {
      var homes =
          fault.homes().stream()
              .collect(groupingBy(Findings.OfHome::home, LinkedHashMap::new, toList()));
      var threads = homes.getOrDefault("threads", List.of()).stream().findFirst();
      var processes = homes.getOrDefault("processes", List.of()).stream().findFirst();
      if (threads.isEmpty() || !threads.get().ran() || threads.get().siblings().lost() > 0) {
        continue;
      }
      harmless.add(Words.told(fault.title()));
      if (processes.isPresent()
          && sooner(threads.get().continuedMs(), processes.get().continuedMs())) {
        sooner.add(Words.told(fault.title()));
      }
    }
    if (!harmless.isEmpty()) {
      better.add(
          Words.count(harmless.size(), "fault hurts", "faults hurt")
              + " no other task in threads either: "
              + String.join(", ", harmless)
              + ".");
    }
    if (!sooner.isEmpty()) {
      better.add(
          "Of these, work went on sooner in threads after: " + String.join(", ", sooner) + ".");
    }
    return List.copyOf(better);
  }

  private static boolean sooner(Optional<Double> one, Optional<Double> other) {
    return one.isPresent() && other.isPresent() && one.get() < other.get();
  }

  private static Map<String, String> titles() {
    var groups = new LinkedHashMap<String, String>();
    groups.put("exit", "Ends by itself");
    groups.put("memory", "Uses memory up");
    groups.put("stuck", "Does not go on");
    groups.put("native", "Native code goes wrong");
    groups.put("signal", "A signal comes");
    groups.put("output", "Writes or opens too much");
    groups.put("state", "Changes what others rely on");
    groups.put("protocol", "Says what it must not");
    groups.put("process", "Starts other programs");
    return groups;
  }
}
