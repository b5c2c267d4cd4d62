package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Tasks that compute, on two workers and on two threads of a plain JVM with a worker's flags. */
final class Compute implements Row {
  private static final int RUNS = 15;

  /** Milliseconds of a task. */
  private static final List<Integer> LENGTHS = List.of(1, 5, 20);

  /** Milliseconds of a run. */
  private static final int RUN = 400;

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String about() {
    return "tasks that compute for 1, 5 and 20 ms on two workers, beside a thread pool of two";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Workers workers = new Workers(ground)) {
      workers.warm(Tasks.GRIND, 1);
      List<String> flags = workers.flags();
      String threads = "" + Workers.WORKERS;
      try (Partner plain = new Plain(ground).partner(flags, Grind.class, threads)) {
        int rounds = rounds(plain);
        for (int length : LENGTHS) {
          figures.add(measure(ground, workers.pool(), plain, length, rounds * length));
        }
      }
      String words = "both sides: " + Flags.join(flags);
      return figures.stream().map(figure -> figure.on(words)).toList();
    }
  }

  /** How many take a millisecond, once compiled, with both processors at work. */
  private static int rounds(Partner plain) throws Exception {
    int some = 1_000_000;
    double took = 0;
    for (int i = 0; i < 10; i++) {
      took = plain.grind(some, Workers.WORKERS * 10) / 10;
    }
    return (int) (some / took);
  }

  private Figure measure(Ground ground, Pool pool, Partner plain, int length, int rounds)
      throws Exception {
    int tasks = Workers.WORKERS * (ground.settings().smoke() ? 4 : RUN / length);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    int warm = ground.settings().warmups();
    for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
      double reference = plain.grind(rounds, tasks);
      double took = ours(pool, rounds, tasks);
      if (run >= 0) {
        theirs.add(reference);
        ours.add(took);
      }
    }
    return Figure.against(
            name(),
            "%d tasks of %d ms".formatted(tasks, length),
            "ms",
            new Sample(ours),
            "a thread pool of two in a plain JVM",
            new Sample(theirs))
        .with(new Goal.Times(1.03));
  }

  private static double ours(Pool pool, int rounds, int tasks) throws Exception {
    List<Future<Long>> futures = new ArrayList<>(tasks);
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      futures.add(pool.apply(Tasks.GRIND, rounds));
    }
    for (Future<Long> future : futures) {
      var _ = future.get();
    }
    return (System.nanoTime() - begun) / 1e6;
  }
}
