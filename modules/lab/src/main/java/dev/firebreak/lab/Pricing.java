package dev.firebreak.lab;

import dev.firebreak.report.Findings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What the same work costs without a fault, each way in a JVM of its own, and all ways in turn, so
 * that what else the machine does meets all of them.
 */
final class Pricing {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(25);

  private final Homes homes;
  private final Check check;

  /** Throws if the lab was stopped. */
  interface Check {
    void run() throws InterruptedException;
  }

  /** The memory of all processes, so much and then. */
  private record Sample(Instant at, long bytes) {}

  /** One run. */
  private record Seen(List<Moment> moments, List<Sample> samples) {
    Instant at(Moment.Kind kind, int which) {
      return moments.stream().filter(it -> it.kind() == kind).toList().get(which).at();
    }

    Optional<Double> cpu(int from, int to) {
      List<Double> all =
          moments.stream()
              .filter(it -> it.kind() == Moment.Kind.CPU)
              .map(it -> Double.valueOf(it.text()))
              .toList();
      return to < all.size() ? Optional.of(all.get(to) - all.get(from)) : Optional.empty();
    }

    Optional<Long> memory(Instant from, Instant to) {
      return samples.stream()
          .filter(it -> it.bytes() > 0 && !it.at().isBefore(from) && !it.at().isAfter(to))
          .map(Sample::bytes)
          .max(Comparator.naturalOrder());
    }

    Findings.Price price(
        String way, Instant from, Instant to, Optional<Double> cpu, Optional<Double> start) {
      return new Findings.Price(way, Raw.millis(from, to), cpu, memory(from, to), start);
    }
  }

  Pricing(Homes homes, Check check) {
    this.homes = homes;
    this.check = check;
  }

  /** The median of so many rounds. */
  List<Findings.Price> measure(int rounds) throws IOException, InterruptedException {
    Map<Integer, List<Findings.Price>> ways = new TreeMap<>();
    for (int i = 0; i < rounds; i++) {
      List<Findings.Price> round = new ArrayList<>();
      Seen plain = see(RigMain.Mode.PLAIN);
      round.add(
          plain.price(
              "one thread",
              plain.at(Moment.Kind.SUBMITTED, 0),
              plain.at(Moment.Kind.DONE, 0),
              plain.cpu(0, 1),
              Optional.empty()));
      Seen threads = see(RigMain.Mode.THREADS_TWICE);
      round.add(cold("threads, cold", threads));
      round.add(warm("threads, warm", threads));
      Seen processes = see(RigMain.Mode.PROCESSES);
      round.add(cold("processes, cold", processes));
      round.add(warm("processes, warm", processes));
      for (int way = 0; way < round.size(); way++) {
        ways.computeIfAbsent(way, _ -> new ArrayList<>()).add(round.get(way));
      }
    }
    return ways.values().stream().map(Pricing::median).toList();
  }

  private static Findings.Price cold(String way, Seen seen) {
    Instant opening = seen.at(Moment.Kind.OPENING, 0);
    return seen.price(
        way,
        opening,
        seen.at(Moment.Kind.DONE, 0),
        seen.cpu(0, 1),
        Optional.of(Raw.millis(opening, seen.at(Moment.Kind.READY, 0))));
  }

  /** By workers that are there, and have done the same work once. */
  private static Findings.Price warm(String way, Seen seen) {
    return seen.price(
        way,
        seen.at(Moment.Kind.SUBMITTED, 1),
        seen.at(Moment.Kind.DONE, 1),
        seen.cpu(1, 2),
        Optional.empty());
  }

  private Seen see(RigMain.Mode mode) throws IOException, InterruptedException {
    List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    Settings settings = Settings.of(Plan.workers(), Optional.empty(), false, LIMIT);
    Rig.End end =
        homes.rig(
            mode,
            settings,
            rig -> {
              while (rig.isAlive()) {
                samples.add(new Sample(Instant.now(), Proc.memory(rig.processes())));
                LockSupport.parkNanos(LOOK.toNanos());
              }
            });
    check.run();
    if (end.status() != 0) {
      throw new IOException(
          "a run without a fault (%s) ended with status %d: %s"
              .formatted(mode, end.status(), String.join(" ", end.stderr())));
    }
    return new Seen(end.moments(), List.copyOf(samples));
  }

  private static Findings.Price median(List<Findings.Price> all) {
    return new Findings.Price(
        all.getFirst().way(),
        middle(all.stream().map(Findings.Price::wallMs).toList()).orElseThrow(),
        middle(all.stream().flatMap(it -> it.cpuMs().stream()).toList()),
        middle(all.stream().flatMap(it -> it.memoryBytes().stream()).toList()),
        middle(all.stream().flatMap(it -> it.startMs().stream()).toList()));
  }

  private static <T extends Comparable<T>> Optional<T> middle(List<T> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.stream().sorted().toList().get(values.size() / 2));
  }
}
