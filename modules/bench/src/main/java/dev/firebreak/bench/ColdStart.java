package dev.firebreak.bench;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From the call that starts a child to the first line of its program. */
final class ColdStart implements Row {
  private static final int RUNS = 20;

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public String about() {
    return "spawn to the first line, link, session and log capture included";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    Plain plain = new Plain(ground);
    Stamps stamps = new Stamps(ground.fresh("ours"));
    var plainFile = ground.fresh("plain");
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    Map<Stage, List<Double>> stages = new EnumMap<>(Stage.class);
    ChildSpec child =
        House.child(ground, "stamp", Stamp.class, stamps.file().toString()).with(Restart.TEMPORARY);
    try (House house = new House(ground, "cold", List.of(child))) {
      house.next(Event.NotRestarted.class);
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double reference = plain.firstLine(plainFile);
        int before = stamps.lines().size();
        house.forget();
        long begun = Stamp.now();
        var _ = house.supervisor().restart("stamp");
        List<Event.OfChild> told =
            house.passing(Event.OfChild.class, Event.Ended.class::isInstance);
        house.next(Event.NotRestarted.class);
        double first = stamps.await(before + 1).since(begun);
        if (run >= 0) {
          theirs.add(reference);
          ours.add(first);
          told.forEach(event -> stage(event, stages));
        }
      }
    }
    Figure figure =
        Figure.against(
                name(),
                "cold start to the first line",
                "ms",
                new Sample(ours),
                "java -cp . Stamp",
                new Sample(theirs))
            .with(new Goal.Times(1.2))
            .with(words(stages));
    return List.of(figure);
  }

  private static void stage(Event.OfChild event, Map<Stage, List<Double>> stages) {
    if (event instanceof Event.StageReached reached) {
      stages
          .computeIfAbsent(reached.stage(), _ -> new ArrayList<>())
          .add(reached.after().toNanos() / 1e6);
    }
  }

  private static String words(Map<Stage, List<Double>> stages) {
    StringBuilder words = new StringBuilder("ms since the spawn, as the supervisor hears of it:");
    stages.forEach((stage, values) ->
        words
            .append(' ')
            .append(stage.name().toLowerCase(Locale.ROOT))
            .append(' ')
            .append(Text.number(new Sample(values).median())));
    return words.toString();
  }
}
