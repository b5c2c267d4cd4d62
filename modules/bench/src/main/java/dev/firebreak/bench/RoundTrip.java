package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import java.util.ArrayList;
import java.util.List;

/** An empty task and its result, one at a time, beside two JVMs that only play ping-pong. */
final class RoundTrip implements Row {
  private static final int RUNS = 25;
  private static final int TRIPS = 2000;
  private static final int PEER_TRIPS = 1000;

  @Override
  public String name() {
    return "rtt";
  }

  @Override
  public String about() {
    return "an empty task and its result, one at a time, beside a bare ping-pong over two pipes";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    int trips = ground.settings().smoke() ? 100 : TRIPS;
    try (Workers workers = new Workers(ground)) {
      workers.warm(Tasks.SAME, 1);
      try (Partner partner = new Plain(ground).partner(workers.flags(), Echo.class)) {
        int warm = ground.settings().warmups();
        for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
          double reference = bare(partner, trips);
          double trip = ours(workers.pool(), trips);
          if (run >= 0) {
            bare.add(reference);
            ours.add(trip);
          }
        }
      }
    }
    Figure figure =
        Figure.against(
                name(),
                "round trip of an empty task",
                "us",
                new Sample(ours),
                "two bare JVMs, %d bytes over two pipes".formatted(Echo.SIZE),
                new Sample(bare))
            .with(new Goal.Times(1.5))
            .on(Flags.ofPool())
            .with("medians of %d each, in turn".formatted(trips));
    List<Figure> figures = new ArrayList<>(List.of(figure));
    int peers = ground.settings().smoke() ? 10 : PEER_TRIPS;
    figures.addAll(new Python(ground).beside(figure, "rtt", peers, 1, new Goal.None()));
    return figures;
  }

  private static double ours(Pool pool, int trips) throws BenchException {
    double[] took = new double[trips];
    for (int i = 0; i < trips; i++) {
      long begun = System.nanoTime();
      int back = pool.apply(Tasks.SAME, i).join();
      took[i] = (System.nanoTime() - begun) / 1e3;
      if (back != i) {
        throw new BenchException("%d came back as %d".formatted(i, back));
      }
    }
    return Sample.of(took).median();
  }

  private static double bare(Partner partner, int trips) throws Exception {
    byte[] message = new byte[Echo.SIZE];
    double[] took = new double[trips];
    for (int i = 0; i < trips; i++) {
      long begun = System.nanoTime();
      partner.ping(message);
      took[i] = (System.nanoTime() - begun) / 1e3;
    }
    return Sample.of(took).median();
  }
}
