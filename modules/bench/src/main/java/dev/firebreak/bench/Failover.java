package dev.firebreak.bench;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From SIGKILL to the first line of the replacement. */
final class Failover implements Row {
  private static final int KILLS = 30;
  private static final int PEER_KILLS = 7;

  /**
   * What follows a start, such as a new spare, is over by then, and the next kill disturbs none.
   */
  private static final Duration SETTLED = Duration.ofMillis(150);

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public String about() {
    return "SIGKILL to the replacement's first line, with a spare and without, beside other"
        + " supervisors";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    List<Double> starts = new ArrayList<>();
    List<Double> cold = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    Plain plain = new Plain(ground);
    Path plainFile = ground.fresh("plain");
    try (Child without = new Child(ground, "cold", 0);
        Child with = new Child(ground, "warm", 1)) {
      int dry = ground.settings().warmups();
      for (int run = -dry; run < ground.settings().runs(KILLS); run++) {
        double start = plain.firstLine(plainFile);
        double coldly = without.kill();
        double warmly = with.kill();
        if (run >= 0) {
          starts.add(start);
          cold.add(coldly);
          warm.add(warmly);
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(figure("failover, warm spare", warm, starts).with(new Goal.AtMost(5)));
    figures.add(figure("failover, cold", cold, starts).with(new Goal.Times(1.5)));
    int kills = Math.min(PEER_KILLS, ground.settings().runs(PEER_KILLS));
    for (Peer peer : Peer.all()) {
      figures.addAll(beside(peer, ground, kills, new Sample(cold)));
    }
    return figures;
  }

  private Figure figure(String what, List<Double> took, List<Double> starts) {
    Sample sample = new Sample(took);
    return Figure.against(
            name(), what, "ms", sample, "java -cp . Stamp, its start alone", new Sample(starts))
        .with("p99 " + Text.number(sample.percentile(99)) + " ms");
  }

  private List<Figure> beside(Peer peer, Ground ground, int kills, Sample cold) {
    if (!peer.installed()) {
      ground.say(peer.title() + ": not installed");
      return List.of();
    }
    try {
      Sample theirs = new Sample(peer.failovers(ground, kills));
      return List.of(
          Figure.against(
                  name(),
                  "failover, cold, beside " + peer.title(),
                  "ms",
                  cold,
                  peer.title(),
                  theirs)
              .with("%d kills of its plain java".formatted(theirs.runs())));
    } catch (Exception e) {
      ground.say(peer.title() + ": not measured, as " + e.getMessage());
      return List.of();
    }
  }

  /** A child that stays, until it is killed. */
  private static final class Child implements AutoCloseable {
    private final House house;
    private final Stamps stamps;
    private final boolean spared;
    private int starts = 1;

    Child(Ground ground, String name, int spares) throws Exception {
      stamps = new Stamps(ground.fresh(name));
      spared = spares > 0;
      ChildSpec spec =
          House.child(ground, name, Stamp.class, stamps.file().toString(), "stay")
              .withSpares(spares);
      house = new House(ground, "failover-" + name, List.of(spec));
      settle();
    }

    double kill() throws Exception {
      long pid = stamps.await(starts).pid();
      house.forget();
      long killed = House.kill(pid);
      starts++;
      double took = stamps.await(starts).since(killed);
      settle();
      return took;
    }

    private void settle() throws Exception {
      if (spared) {
        house.next(Event.SpareReady.class);
      } else {
        house.next(Event.Ready.class);
      }
      Await.pass(SETTLED);
    }

    @Override
    public void close() {
      house.close();
    }
  }
}
