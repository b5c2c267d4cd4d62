package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many empty tasks a second, submitted one by one from one thread, each with its future. */
final class Single implements Row {
  private static final int RUNS = 9;
  private static final int TASKS = 300_000;
  private static final int PEER_TASKS = 20_000;

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String about() {
    return "empty tasks a second, one message and one future each, on two workers";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    int tasks = ground.settings().smoke() ? 1000 : TASKS;
    try (Workers workers = new Workers(ground);
        ExecutorService threads = Executors.newFixedThreadPool(Workers.WORKERS)) {
      workers.warm(Tasks.SAME, 1);
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double reference = threads(threads, tasks);
        long before = Allocation.bytes();
        double rate = ours(workers.pool(), tasks);
        if (run >= 0) {
          theirs.add(reference);
          ours.add(rate);
          bytes.add((double) (Allocation.bytes() - before) / tasks);
        }
      }
    }
    Figure figure =
        Figure.against(
                name(),
                "empty tasks a second, one by one",
                "k/s",
                new Sample(ours),
                "a thread pool of two",
                new Sample(theirs))
            .on(Flags.ofPool());
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure
            .with(new Goal.AtLeast(500))
            .with(
                "%d tasks a run; %s bytes allocated here for each"
                    .formatted(tasks, Text.number(new Sample(bytes).median()))));
    int peers = ground.settings().smoke() ? 100 : PEER_TASKS;
    figures.addAll(new Python(ground).beside(figure, "tasks", peers, 1e3, new Goal.None()));
    return figures;
  }

  private static double ours(Pool pool, int tasks) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>(tasks);
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      futures.add(pool.apply(Tasks.SAME, i));
    }
    return rate(futures, begun);
  }

  private static double threads(ExecutorService threads, int tasks) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>(tasks);
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      int value = i;
      futures.add(threads.submit(() -> Tasks.same(value)));
    }
    return rate(futures, begun);
  }

  /** Thousands a second, when all are there. */
  private static double rate(List<Future<Integer>> futures, long begun) throws Exception {
    long sum = 0;
    for (Future<Integer> future : futures) {
      sum += future.get();
    }
    double took = System.nanoTime() - begun;
    long count = futures.size();
    if (sum != count * (count - 1) / 2) {
      throw new BenchException("the results of %d tasks are not theirs".formatted(count));
    }
    return count / took * 1e6;
  }
}
