package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From opening a pool to its first result, in a JVM that has done so before and in a fresh one. */
final class Opening implements Row {
  private static final int RUNS = 11;
  private static final int FRESH = 5;

  @Override
  public String name() {
    return "open";
  }

  @Override
  public String about() {
    return "opening a pool until its first result, again and for the first time in a JVM";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    Plain plain = new Plain(ground);
    Path file = ground.fresh("plain");
    List<Double> ours = new ArrayList<>();
    List<Double> starts = new ArrayList<>();
    List<Double> fresh = new ArrayList<>();
    int warm = ground.settings().warmups();
    for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
      double reference = plain.firstLine(file);
      double took = open(ground.classes(), ground.settings().cache());
      if (run >= 0) {
        starts.add(reference);
        ours.add(took);
      }
    }
    for (int run = 0; run < ground.settings().runs(FRESH); run++) {
      fresh.add(FirstOpening.inFreshJvm(ground));
    }
    String beside = "java -cp . Stamp, its start alone";
    Figure figure =
        Figure.against(
                name(),
                "pool open to first result",
                "ms",
                new Sample(ours),
                beside,
                new Sample(starts))
            .on(Flags.ofPool());
    List<Figure> figures = new ArrayList<>(List.of(figure));
    figures.add(
        Figure.against(
                name(),
                "the same, the first in its JVM",
                "ms",
                new Sample(fresh),
                beside,
                new Sample(starts))
            .on(Flags.ofPool())
            .with("the JVM's own start is not in it"));
    figures.addAll(new Python(ground).beside(figure, "open", 1, 1, new Goal.Times(1)));
    return figures;
  }

  /** Milliseconds. */
  static double open(Path classes, Optional<Path> cache) throws Exception {
    long begun = System.nanoTime();
    try (Pool pool = Workers.open(classes, cache)) {
      int back = pool.apply(Tasks.SAME, 1).join();
      double took = (System.nanoTime() - begun) / 1e6;
      if (back != 1) {
        throw new BenchException("1 came back as " + back);
      }
      return took;
    }
  }
}
