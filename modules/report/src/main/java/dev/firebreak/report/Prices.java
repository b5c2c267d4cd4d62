package dev.firebreak.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What isolation costs, in words; like is compared with like: cold with cold, warm with warm. */
record Prices(List<Findings.Price> ways) {
  private static final Thing WALL =
      new Thing("Wall time", price -> Optional.of(price.wallMs()), Words::millis, Words.NONE);
  private static final Thing CPU =
      new Thing("CPU time", Findings.Price::cpuMs, Words::millis, Words.NONE);
  private static final Thing MEMORY =
      new Thing(
          "Memory",
          price -> price.memoryBytes().map(Long::doubleValue),
          bytes -> Words.bytes(Math.round(bytes)),
          Words.NONE);
  private static final Thing START =
      new Thing("Start-up", Findings.Price::startMs, Words::millis, "none");

  /** One thing that is paid; {@code none}: the word where there is nothing to pay. */
  private record Thing(
      String title,
      Function<Findings.Price, Optional<Double>> value,
      DoubleFunction<String> words,
      String none) {
    String says(Findings.Price price) {
      return value.apply(price).map(words::apply).orElse(none);
    }
  }

  /** One factor: the wall time of processes beside that of threads, both warm. */
  String big() {
    return factor(WALL, "warm").orElse("");
  }

  String small() {
    var parts = new ArrayList<String>();
    factor(CPU, "warm").ifPresent(cpu -> parts.add(cpu + " the CPU"));
    factor(MEMORY, "warm").ifPresent(memory -> parts.add(memory + " the memory"));
    factor(WALL, "cold").ifPresent(cold -> parts.add(cold + " the wall time when both start cold"));
    return String.join(", ", parts);
  }

  List<View.Bars> bars() {
    if (ways.isEmpty()) {
      return List.of();
    }
    return List.of(
        bars(WALL, "until the last result; with the opening of the pool where it is cold"),
        bars(CPU, "of all JVMs that took part"),
        bars(MEMORY, "of all JVMs at their most, shared pages once"),
        bars(START, "until the first worker is ready"));
  }

  /** Where threads cost less than processes do, a sentence each. */
  List<String> better() {
    var better = new ArrayList<String>();
    for (Thing thing : List.of(WALL, CPU, MEMORY, START)) {
      String state = thing.equals(START) ? "cold" : "warm";
      var threads = way("threads, " + state);
      var processes = way("processes, " + state);
      if (both(threads.flatMap(thing.value()), processes.flatMap(thing.value()))) {
        better.add(
            "%s: %s in threads, %s in processes, both %s."
                .formatted(
                    thing.title(), thing.says(threads.get()), thing.says(processes.get()), state));
      }
    }
    return better;
  }

  private static boolean both(Optional<Double> threads, Optional<Double> processes) {
    return threads.isPresent() && processes.isPresent() && threads.get() < processes.get();
  }

  private Optional<String> factor(Thing thing, String state) {
    var threads = way("threads, " + state).flatMap(thing.value()).filter(value -> value > 0);
    var processes = way("processes, " + state).flatMap(thing.value());
    return processes.flatMap(ours -> threads.map(theirs -> Words.times(ours, theirs)));
  }

  private Optional<Findings.Price> way(String way) {
    return ways.stream().filter(price -> price.way().equals(way)).findFirst();
  }

  private View.Bars bars(Thing thing, String says) {
    double most = values(thing).max(Comparator.naturalOrder()).orElse(0.0);
    double least = values(thing).min(Comparator.naturalOrder()).orElse(0.0);
    return new View.Bars(
        thing.title(),
        says,
        ways.stream()
            .map(price -> {
              var paid = thing.value().apply(price);
              return new View.Bar(
                  Words.told(price.way()),
                  thing.says(price),
                  Words.format("%.1f", most > 0 ? 100 * paid.orElse(0.0) / most : 0),
                  paid.isPresent() && paid.get() == least);
            })
            .toList());
  }

  private Stream<Double> values(Thing thing) {
    return ways.stream().flatMap(price -> thing.value().apply(price).stream());
  }
}
