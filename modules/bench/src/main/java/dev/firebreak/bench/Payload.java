package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import java.util.ArrayList;
import java.util.List;

/** Bulk: 64 MiB to a worker and back. */
final class Payload implements Row {
  private static final int RUNS = 7;
  private static final int MIB = 64;

  @Override
  public String name() {
    return "payload";
  }

  @Override
  public String about() {
    return MIB + " MiB to a worker and back";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    int mib = ground.settings().smoke() ? 1 : MIB;
    byte[] blob = new byte[mib << 20];
    List<Double> ours = new ArrayList<>();
    try (Workers workers = new Workers(ground)) {
      workers.warm(Tasks.SAME_BYTES, new byte[8]);
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double rate = rate(workers.pool(), blob);
        if (run >= 0) {
          ours.add(rate);
        }
      }
    }
    Figure figure =
        Figure.alone(name(), "%d MiB echoed".formatted(mib), "MiB/s", new Sample(ours))
            .on(Flags.ofPool());
    List<Figure> figures = new ArrayList<>(List.of(figure));
    if (!ground.settings().smoke()) {
      figures.addAll(new Python(ground).beside(figure, "payload", 1, 1, new Goal.None()));
    }
    return figures;
  }

  /** MiB a second, both ways. */
  private static double rate(Pool pool, byte[] blob) throws BenchException {
    long begun = System.nanoTime();
    byte[] back = pool.apply(Tasks.SAME_BYTES, blob).join();
    double took = System.nanoTime() - begun;
    if (back.length != blob.length) {
      throw new BenchException("%d bytes came back as %d".formatted(blob.length, back.length));
    }
    return 2.0 * (blob.length >> 20) / took * 1e9;
  }
}
