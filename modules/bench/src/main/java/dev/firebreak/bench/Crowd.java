package dev.firebreak.bench;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.ChildSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Many children: does each cost more the more there are, and what do they cost when idle? */
final class Crowd implements Row {
  private static final List<Integer> SIZES = List.of(25, 50, 100, 200);
  private static final List<Integer> FEW = List.of(2, 4);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** /proc tells CPU time in ticks of this many milliseconds on every Linux. */
  private static final double TICK = 10;

  /** Milliseconds a child. */
  private record Costs(double start, double failover, double stop) {}

  @Override
  public String name() {
    return "crowd";
  }

  @Override
  public String about() {
    return "200 children: start, kill -9 and stop of all, then a minute of idleness";
  }

  @Override
  public boolean lengthy() {
    return true;
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    boolean smoke = ground.settings().smoke();
    Map<Integer, Costs> costs = new TreeMap<>();
    List<Figure> idle = new ArrayList<>();
    List<Integer> sizes = smoke ? FEW : SIZES;
    measure(ground, 1, false, idle); // builds the image, where there is none
    for (int size : sizes) {
      ground.say(size + " children ...");
      boolean last = size == sizes.getLast();
      costs.put(size, measure(ground, size, last, idle));
    }
    Costs few = costs.get(sizes.getFirst());
    Costs many = costs.get(sizes.getLast());
    List<Figure> figures = new ArrayList<>();
    if (few != null && many != null) {
      figures.add(growth("start", sizes, few.start(), many.start()));
      figures.add(growth("kill -9 and back", sizes, few.failover(), many.failover()));
      figures.add(growth("stop", sizes, few.stop(), many.stop()));
    }
    figures.addAll(idle);
    costs.forEach((size, cost) ->
        ground.say(
            "%d children, ms each: start %s, kill -9 and back %s, stop %s"
                .formatted(
                    size,
                    Text.number(cost.start()),
                    Text.number(cost.failover()),
                    Text.number(cost.stop()))));
    return figures;
  }

  private Figure growth(String what, List<Integer> sizes, double few, double many) {
    return Figure.against(
            name(),
            "%s of all, each of %d".formatted(what, sizes.getLast()),
            "ms",
            Sample.of(many),
            "each of " + sizes.getFirst(),
            Sample.of(few))
        .with(new Goal.Times(1.2));
  }

  private Costs measure(Ground ground, int size, boolean idle, List<Figure> figures)
      throws Exception {
    Path file = ground.fresh("stamps");
    List<ChildSpec> children =
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> House.child(ground, "child" + i, Stamp.class, file.toString(), "stay"))
            .toList();
    long begun = System.nanoTime();
    try (House house = new House(ground, "crowd" + size, children)) {
      List<ChildId> first = house.ready(size);
      double start = since(begun) / size;
      begun = System.nanoTime();
      for (ChildId child : first) {
        House.kill(child.pid());
      }
      List<ChildId> second = house.ready(size);
      double failover = since(begun) / size;
      if (idle) {
        figures.addAll(idle(ground, second));
      }
      begun = System.nanoTime();
      var _ =
          house
              .supervisor()
              .stopAll("the measuring is over")
              .get(Await.LIMIT.multipliedBy(5).toSeconds(), TimeUnit.SECONDS);
      return new Costs(start, failover, since(begun) / size);
    }
  }

  private List<Figure> idle(Ground ground, List<ChildId> children) throws Exception {
    Duration time = ground.settings().smoke() ? Duration.ofSeconds(1) : IDLE;
    ground.say("idle for " + time.toSeconds() + " s ...");
    List<Long> pids = children.stream().map(ChildId::pid).toList();
    long begun = System.nanoTime();
    double ours = ticks(ProcessHandle.current().pid());
    double theirs = ticks(pids);
    Await.pass(time);
    double seconds = since(begun) / 1000;
    double supervisor = (ticks(ProcessHandle.current().pid()) - ours) * TICK / seconds / 10;
    double all = (ticks(pids) - theirs) * TICK / seconds / 10;
    return List.of(
        Figure.against(
                name(),
                "CPU of a supervisor of %d idle children".formatted(children.size()),
                "% of a core",
                Sample.of(supervisor),
                "its children together",
                Sample.of(all))
            .with(new Goal.AtMost(2))
            .with("heartbeats on, over " + time.toSeconds() + " s"));
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }

  private static double ticks(List<Long> pids) throws Exception {
    double sum = 0;
    for (long pid : pids) {
      sum += ticks(pid);
    }
    return sum;
  }

  /** User and system time; the fields behind the name, which may hold blanks. */
  private static double ticks(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
  }
}
