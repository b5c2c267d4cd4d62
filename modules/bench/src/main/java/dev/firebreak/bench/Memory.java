package dev.firebreak.bench;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.ChildSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What an idle child holds of the machine's memory, its share of what it shares included. */
final class Memory implements Row {
  private static final int CHILDREN = 8;

  /** By then a JVM has done what it does behind its start. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String about() {
    return "PSS of an idle child at " + CHILDREN + " children, beside plain JVMs";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    if (!Files.exists(Path.of("/proc/self/smaps_rollup"))) {
      throw new BenchException("this system does not tell the PSS of a process");
    }
    Duration idle = ground.settings().smoke() ? Duration.ofMillis(200) : IDLE;
    Sample theirs = new Sample(plain(ground, idle));
    Sample ours = new Sample(children(ground, idle));
    return List.of(
        Figure.against(name(), "memory of an idle child (PSS)", "MB", ours, "plain java", theirs)
            .with(new Goal.AtMost(15))
            .with(CHILDREN + " at once, idle for " + idle.toSeconds() + " s"));
  }

  private static List<Double> plain(Ground ground, Duration idle) throws Exception {
    Plain plain = new Plain(ground);
    Stamps stamps = new Stamps(ground.fresh("plain"));
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < CHILDREN; i++) {
        processes.add(plain.start(Stamp.class, stamps.file().toString(), "stay"));
      }
      stamps.await(CHILDREN);
      Await.pass(idle);
      return pss(processes.stream().map(Process::pid).toList());
    } finally {
      processes.forEach(Process::destroyForcibly);
      for (Process process : processes) {
        process.waitFor();
      }
    }
  }

  private static List<Double> children(Ground ground, Duration idle) throws Exception {
    Stamps stamps = new Stamps(ground.fresh("ours"));
    List<ChildSpec> children =
        IntStream.rangeClosed(1, CHILDREN)
            .mapToObj(
                i -> House.child(ground, "idle" + i, Stamp.class, stamps.file().toString(), "stay"))
            .toList();
    try (House house = new House(ground, "memory", children)) {
      List<ChildId> ready = house.ready(CHILDREN);
      stamps.await(CHILDREN);
      Await.pass(idle);
      return pss(ready.stream().map(ChildId::pid).toList());
    }
  }

  private static List<Double> pss(List<Long> pids) throws IOException, BenchException {
    List<Double> sizes = new ArrayList<>();
    for (long pid : pids) {
      Path file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
      String line =
          Files.readAllLines(file).stream()
              .filter(each -> each.startsWith("Pss:"))
              .findFirst()
              .orElseThrow(() -> new BenchException(file + " tells no PSS"));
      sizes.add(Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
    }
    return sizes;
  }
}
