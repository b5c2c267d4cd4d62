package dev.firebreak.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What isolation costs, in words. */
record Prices(List<Findings.Price> ways) {

  /** One factor: what a pool that is warm pays beside threads. */
  String big() {
    return factor(price -> Optional.of(price.wallMs())).orElse("");
  }

  String small() {
    var parts = new ArrayList<String>();
    way("processes, cold")
        .flatMap(
            cold -> way("threads").map(threads -> Words.times(cold.wallMs(), threads.wallMs())))
        .ifPresent(cold -> parts.add(cold + " with cold ones"));
    factor(Findings.Price::cpuMs).ifPresent(cpu -> parts.add(cpu + " the CPU"));
    factor(price -> price.memoryBytes().map(Long::doubleValue))
        .ifPresent(memory -> parts.add(memory + " the memory of threads"));
    return String.join(", ", parts);
  }

  List<View.Bars> bars() {
    if (ways.isEmpty()) {
      return List.of();
    }
    return List.of(
        bars(
            "Wall time",
            "from opening the pool, or from submitting where it is warm, to the last result",
            price -> Optional.of(price.wallMs()),
            Words::millis,
            Words.NONE),
        bars(
            "CPU time",
            "of all JVMs that took part",
            Findings.Price::cpuMs,
            Words::millis,
            Words.NONE),
        bars(
            "Memory",
            "of all JVMs at their most, shared pages once",
            price -> price.memoryBytes().map(Long::doubleValue),
            bytes -> Words.bytes(Math.round(bytes)),
            Words.NONE),
        bars(
            "Start-up",
            "until the first worker is ready",
            Findings.Price::startMs,
            Words::millis,
            "none"));
  }

  /** Where threads cost less than processes do, a sentence each. */
  List<String> better() {
    var better = new ArrayList<String>();
    better(better, "Wall time", price -> Optional.of(price.wallMs()), Words::millis);
    better(better, "CPU time", Findings.Price::cpuMs, Words::millis);
    better(
        better,
        "Memory",
        price -> price.memoryBytes().map(Long::doubleValue),
        bytes -> Words.bytes(Math.round(bytes)));
    return better;
  }

  private void better(
      List<String> to,
      String what,
      Function<Findings.Price, Optional<Double>> value,
      DoubleFunction<String> words) {
    var threads = way("threads").flatMap(value);
    var processes = warm().flatMap(value);
    if (threads.isPresent() && processes.isPresent() && threads.get() < processes.get()) {
      to.add(
          what
              + ": "
              + words.apply(threads.get())
              + " in threads, "
              + words.apply(processes.get())
              + " in processes that are warm.");
    }
  }

  private Optional<String> factor(Function<Findings.Price, Optional<Double>> value) {
    var threads = way("threads").flatMap(value);
    return warm()
        .flatMap(value)
        .flatMap(
            ours -> threads.filter(theirs -> theirs > 0).map(theirs -> Words.times(ours, theirs)));
  }

  private Optional<Findings.Price> warm() {
    return way("processes, warm").or(() -> way("processes, cold"));
  }

  private Optional<Findings.Price> way(String way) {
    return ways.stream().filter(price -> price.way().equals(way)).findFirst();
  }

  private View.Bars bars(
      String title,
      String says,
      Function<Findings.Price, Optional<Double>> value,
      DoubleFunction<String> words,
      String none) {
    double most = values(value).max(Comparator.naturalOrder()).orElse(0.0);
    double least = values(value).min(Comparator.naturalOrder()).orElse(0.0);
    return new View.Bars(
        title,
        says,
        ways.stream()
            .map(price -> {
              var paid = value.apply(price);
              return new View.Bar(
                  Words.told(price.way()),
                  paid.map(words::apply).orElse(none),
                  Words.format("%.1f", most > 0 ? 100 * paid.orElse(0.0) / most : 0),
                  paid.isPresent() && paid.get() == least);
            })
            .toList());
  }

  private Stream<Double> values(Function<Findings.Price, Optional<Double>> value) {
    return ways.stream().flatMap(price -> value.apply(price).stream());
  }
}
