package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import dev.firebreak.api.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many empty tasks a second through {@link Pool#map}, and what it costs that each item's start
 * and result are where no SIGKILL takes them: a chunk of idempotent ones need not keep them so.
 */
final class Mapped implements Row {
  private static final int RUNS = 9;
  private static final int ITEMS = 1_000_000;

  @Override
  public String name() {
    return "mapped";
  }

  @Override
  public String about() {
    return "empty tasks a second through map, in automatic chunks, and what the promise costs";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    List<Double> kept = new ArrayList<>();
    List<Double> loose = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    int count = ground.settings().smoke() ? 2000 : ITEMS;
    List<Integer> items = IntStream.range(0, count).boxed().toList();
    try (Workers workers = new Workers(ground)) {
      workers.warm(Tasks.SAME, 1);
      Pool idempotent = workers.pool().with(options -> options.withRetry(Retry.idempotent(1)));
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double without = rate(idempotent, items);
        long before = Allocation.bytes();
        double rate = rate(workers.pool(), items);
        if (run >= 0) {
          loose.add(without);
          kept.add(rate);
          bytes.add((double) (Allocation.bytes() - before) / count);
        }
      }
    }
    Figure figure =
        Figure.against(
                name(),
                "empty tasks a second, mapped",
                "M/s",
                new Sample(kept),
                "the same as idempotent: starts and results need not be kept",
                new Sample(loose))
            .on(Flags.ofPool());
    List<Figure> figures = new ArrayList<>();
    figures.add(
        figure
            .with(new Goal.AtLeast(10))
            .with(
                "%d items a run; %s bytes allocated here for each"
                    .formatted(count, Text.number(new Sample(bytes).median()))));
    figures.addAll(new Python(ground).beside(figure, "mapped", count, 1e6, new Goal.None()));
    return figures;
  }

  /** Millions a second. */
  private static double rate(Pool pool, List<Integer> items) throws BenchException {
    long begun = System.nanoTime();
    List<Integer> results = pool.map(Tasks.SAME, items);
    double took = System.nanoTime() - begun;
    if (!results.equals(items)) {
      throw new BenchException("the results of a map are not those of its items");
    }
    return items.size() / took * 1e3;
  }
}
