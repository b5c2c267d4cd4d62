package dev.firebreak.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code firebreak demo}. */
@CommandLine.Command(
    name = "demo",
    description = "See real work survive crashes, and compare every number afterwards.",
    footer = {
      "",
      "Some 27,000 class files of a JDK are parsed, verified, counted and hashed by several",
      "children, each a JVM of its own. While they work, one is killed, one halts, one fills its heap",
      "and one hangs; each is started again and goes on where the one before had published. Then a",
      "plain java program counts the same, and every number is compared: the status is 1 if one",
      "differs. You may kill children yourself meanwhile.",
      "",
      "Examples:",
      "  firebreak demo",
      "  firebreak demo --children 2 --calm",
      "  firebreak demo --seed 7          the same faults at the same places again"
    })
final class DemoCommand extends Command {
  private static final int MOST_CHILDREN = 32;

  @Option(
      names = "--children",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many children share the work, 1 to 32. Default: 4.")
  private int children = 4;

  @Option(names = "--calm", description = "Let nothing happen to them.")
  private boolean calm;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Let the faults happen at the same places again.")
  private @Nullable Long seed;

  @Option(
      names = "--jdk",
      paramLabel = "FOLDER",
      description = "Whose class files are counted. Default: those of the JDK that runs this.")
  private @Nullable Path jdk;

  @Option(
      names = "--falsify",
      hidden = true,
      description = "Change one published number, to see that the comparison finds it.")
  private boolean falsify;

  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (children < 1 || children > MOST_CHILDREN) {
      throw misused("--children: %d; give 1 to %d".formatted(children, MOST_CHILDREN));
    }
    long number = Optional.ofNullable(seed).orElseGet(() -> System.nanoTime() & 0xffff);
    DemoPlan plan = DemoPlan.of(home(), children, calm, new Random(number));
    DemoScreen screen = new DemoScreen(System.out, ink(), Ink.terminal(1));
    try (DemoRun run = new DemoRun(plan, screen, falsify)) {
      return run.toTheEnd(number);
    }
  }

  private Path home() {
    return Optional.ofNullable(jdk)
        .orElseGet(() -> Path.of(System.getProperty("java.home")))
        .toAbsolutePath()
        .normalize();
  }
}
