package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What to do about what was measured: a rule an entry, with when it applies and its words. Silent
 * where all is well, and where there is too little to judge by.
 */
final class Advice {
  private record Rule(Predicate<Facts> when, Function<Facts, String> words) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              f -> f.tasks() >= 1000 && f.taskRun().compareTo(f.trip()) < 0,
              f ->
                  "tasks take %s and a round trip %s: use map, or do %d of them in one task"
                      .formatted(
                          time(f.taskRun()),
                          time(f.trip()),
                          worthSending(f.trip(), f.taskRun(), 1))),
          new Rule(
              f ->
                  f.chunk() > 0
                      && f.items() >= 100L * f.chunk()
                      && f.chunkRun().compareTo(f.trip()) < 0,
              f ->
                  "chunks of %d items take %s and a round trip %s: make them of %d, or leave it to the pool with withChunk(0)"
                      .formatted(
                          f.chunk(),
                          time(f.chunkRun()),
                          time(f.trip()),
                          worthSending(f.trip(), f.chunkRun(), f.chunk()))),
          new Rule(
              f ->
                  f.tasks() + f.items() >= 100
                      && f.ready().compareTo(Duration.ofSeconds(5L * f.workers())) > 0
                      && f.busy() < 0.3
                      && f.enough() < f.workers(),
              f ->
                  "%d workers were busy %s of their time: %d are enough, unless work comes in bursts"
                      .formatted(f.workers(), percent(f.busy()), f.enough())),
          new Rule(
              f -> f.busy() >= 0.9 && f.tasks() >= 20 && waits(f.taskQueue(), f.taskRun()),
              f ->
                  "tasks waited %s in the queue at the median while %d workers were busy %s of their time: %s"
                      .formatted(
                          time(f.taskQueue()), f.workers(), percent(f.busy()), moreWorkers(f))),
          new Rule(
              f ->
                  f.busy() >= 0.9
                      && f.items() >= 20
                      && f.workers() < f.processors()
                      && waits(f.itemQueue(), f.itemRun()),
              f ->
                  "items of maps waited %s at the median while %d workers were busy %s of their time: %s"
                      .formatted(
                          time(f.itemQueue()), f.workers(), percent(f.busy()), moreWorkers(f))),
          new Rule(
              f -> f.replaced() >= 3 && f.starting() >= 0.05,
              f ->
                  "%s of the workers' time went into %d starts, of which %d took the place of workers that the pool had stopped: recycle less often, or let idle ones wait longer"
                      .formatted(percent(f.starting()), f.starts(), f.replaced())),
          new Rule(
              f ->
                  f.spares() == 0
                      && f.crashes() + f.replaced() >= 3
                      && f.startMedian().compareTo(Duration.ofMillis(300)) > 0,
              f ->
                  "workers took %s to start at the median, and %d of them took another's place: withSpares(1) has the next one booted"
                      .formatted(time(f.startMedian()), f.crashes() + f.replaced())),
          new Rule(
              f -> f.kills() >= 3 && f.kills() * 5 >= f.crashes() * 4,
              f ->
                  "%d crashes, %s while running %s: %s"
                      .formatted(
                          f.crashes(),
                          f.kills() >= f.crashes() ? "all" : "%d of them".formatted(f.kills()),
                          f.killer(),
                          f.quarantine() == 0
                              ? "withQuarantine(3) refuses what has killed three workers"
                              : "its arguments differ, or quarantine would refuse it; look at what the exceptions say of its end")),
          new Rule(
              f -> f.tasks() >= 3 && f.resultEach() >= 1 << 20,
              f ->
                  "results of %s each, %s in all, are copied three times on their way: write a file, and return its path"
                      .formatted(size(f.resultEach()), size(f.resultBytes()))),
          new Rule(
              f -> f.tasks() + f.items() >= 3 && f.argumentEach() >= 1 << 20,
              f ->
                  "%s are sent for each task, %s in all: send the path of a file, or map with what is the same for all captured, as that goes to each worker once"
                      .formatted(size(f.argumentEach()), size(f.argumentBytes()))));

  private Advice() {}

  static List<String> of(Facts facts) {
    List<String> all = new ArrayList<>();
    for (Rule rule : RULES) {
      if (rule.when.test(facts)) {
        all.add(rule.words.apply(facts));
      }
    }
    return all;
  }

  private static boolean waits(Duration queue, Duration run) {
    return queue.toMillis() > 100 && queue.compareTo(run.multipliedBy(2)) > 0;
  }

  private static String moreWorkers(Facts f) {
    return f.workers() < f.processors()
        ? "more workers, as there are %d processors".formatted(f.processors())
        : "the machine has %d processors, so more workers help only where tasks wait for something else"
            .formatted(f.processors());
  }

  /** How many are worth twenty round trips: then these are a twentieth of the time. */
  private static long worthSending(Duration trip, Duration run, int items) {
    double each = Math.max(1, run.toNanos()) / (double) items;
    double wanted = 20.0 * trip.toNanos() / each;
    long power = 1;
    while (power * 10 < wanted) {
      power *= 10;
    }
    return wanted <= power * 2 ? power * 2 : wanted <= power * 5 ? power * 5 : power * 10;
  }

  private static String time(Duration time) {
    return Insights.words(time);
  }

  private static String percent(double share) {
    return "%.0f %%".formatted(share * 100);
  }

  private static String size(long bytes) {
    return bytes < 10L << 30
        ? "%d MB".formatted(Math.max(1, bytes >> 20))
        : "%d GB".formatted(bytes >> 30);
  }
}
