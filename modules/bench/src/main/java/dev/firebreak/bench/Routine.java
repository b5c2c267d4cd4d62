package dev.firebreak.bench;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import java.util.ArrayList;
import java.util.List;

/** A broad program from start to end: an AOT cache that was trained too narrowly is slower. */
final class Routine implements Row {
  private static final int RUNS = 15;

  @Override
  public String name() {
    return "routine";
  }

  @Override
  public String about() {
    return "a program that logs, formats, matches and collects, from spawn to end";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    Plain plain = new Plain(ground);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    ChildSpec child = House.child(ground, "chores", Chores.class).with(Restart.TEMPORARY);
    try (House house = new House(ground, "routine", List.of(child))) {
      house.next(Event.NotRestarted.class);
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double reference = plain.whole(Chores.class);
        house.forget();
        long begun = System.nanoTime();
        var _ = house.supervisor().restart("chores");
        Event.Ended ended = house.next(Event.Ended.class);
        double whole = (System.nanoTime() - begun) / 1e6;
        if (ended.verdict().cause().abnormal()) {
          throw new BenchException(ended.sentence());
        }
        house.next(Event.NotRestarted.class);
        if (run >= 0) {
          theirs.add(reference);
          ours.add(whole);
        }
      }
    }
    return List.of(
        Figure.against(
                name(),
                "a program that logs, formats, matches, collects: start to end",
                "ms",
                new Sample(ours),
                "java -cp . Chores, on the JDK's archive",
                new Sample(theirs))
            .with(new Goal.Times(1)));
  }
}
