package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command {@code ps}, by the script as a person runs it, against a running supervisor. */
final class Listing implements Row {
  private static final int RUNS = 15;

  @Override
  public String name() {
    return "ps";
  }

  @Override
  public String about() {
    return "the whole of `firebreak ps` against a running supervisor";
  }

  @Override
  public List<Figure> run(Ground ground) throws Exception {
    Path script =
        ground
            .settings()
            .script()
            .orElseThrow(() -> new BenchException("the script is not known; run firebreak bench"));
    Plain plain = new Plain(ground);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    Path plainFile = ground.fresh("plain");
    Stamps stamps = new Stamps(ground.fresh("ours"));
    String name = "bench" + ProcessHandle.current().pid();
    Path file = sample(ground, name, stamps.file());
    AutoCloseable end = () -> call(ground, script, "stop", name);
    try {
      call(ground, script, "up", "--detach", file.toString());
      ground.keep(end);
      stamps.await(1);
      int warm = ground.settings().warmups();
      for (int run = -warm; run < ground.settings().runs(RUNS); run++) {
        double reference = plain.firstLine(plainFile);
        long begun = System.nanoTime();
        call(ground, script, "ps");
        double took = (System.nanoTime() - begun) / 1e6;
        if (run >= 0) {
          theirs.add(reference);
          ours.add(took);
        }
      }
    } finally {
      ground.drop(end);
      end.close();
    }
    return List.of(
        Figure.against(
                name(),
                "firebreak ps, the whole command",
                "ms",
                new Sample(ours),
                "java -cp . Stamp, its start alone",
                new Sample(theirs))
            .with(new Goal.AtMost(300)));
  }

  private static Path sample(Ground ground, String name, Path stamps) throws IOException {
    Path file = ground.fresh(name + ".toml");
    Files.write(
        file,
        List.of(
            "name = \"" + name + "\"",
            "[child.idle]",
            "class-path = [\"" + ground.classes() + "\"]",
            "main = \"" + Stamp.class.getName() + "\"",
            "args = [\"" + stamps + "\", \"stay\"]"));
    return file;
  }

  private static void call(Ground ground, Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path output = ground.fresh("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    if (!process.waitFor(Duration.ofSeconds(60))) {
      process.destroyForcibly();
      throw new BenchException("firebreak " + arguments[0] + " did not end within 60 s");
    }
    if (process.exitValue() != 0) {
      throw new BenchException(
          "firebreak %s ended with status %d: %s"
              .formatted(arguments[0], process.exitValue(), Files.readString(output).strip()));
    }
  }
}
