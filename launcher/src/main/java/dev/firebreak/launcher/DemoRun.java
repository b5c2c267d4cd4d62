package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import dev.firebreak.census.CensusTask;
import dev.firebreak.census.Comparison;
import dev.firebreak.census.Tally;
import dev.firebreak.launcher.DemoPlan.Kind;
import dev.firebreak.launcher.DemoPlan.Mishap;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.States;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of the demo.
 *
 * <p>For maintainers: the main thread owns all state. Events come from the supervisor's thread
 * through {@code inbox}. Ctrl-C stops the supervisor while there is one ({@link Foreground}), and
 * {@link #stop} ends the plain run after it; either way the main thread sees it and cleans up.
 */
final class DemoRun implements AutoCloseable {
  private static final int FRAME = 100; // milliseconds between two looks at the children

  private final DemoPlan plan;
  private final DemoScreen screen;
  private final boolean falsify;
  private final Path folder;
  private final Path plainFolder;
  private final DemoStory story;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Set<String> killed = new HashSet<>();
  private boolean built;
  private boolean invited;
  private long began; // when the first child was spawned; 0 before
  private volatile boolean stopped;
  private volatile @Nullable Process plain;

  DemoRun(DemoPlan plan, DemoScreen screen, boolean falsify) throws IOException {
    this.plan = plan;
    this.screen = screen;
    this.falsify = falsify;
    this.folder = Files.createTempDirectory("firebreak-demo-");
    this.plainFolder = Files.createDirectory(folder.resolve("plain"));
    this.story = new DemoStory(plan.shares(), folder, this::tell);
  }

  /** Does all of it; returns the exit status. */
  int toTheEnd(long seed) throws IOException, InterruptedException {
    introduce(seed);
    plan.plant(folder);
    supervise();
    Duration supervised = Duration.ofNanos(System.nanoTime() - began);
    if (story.failure().isPresent()) {
      screen.line(story.failure().get());
      return Status.FAILED;
    }
    if (!story.done()) {
      return stoppedByPerson();
    }
    return compare(supervised);
  }

  private void introduce(long seed) {
    screen.line(
        "%s children count the %s class files in the %d modules of %s."
            .formatted(
                plan.shares().size(), DemoScreen.number(plan.classes()), plan.modules(), jdk()));
    screen.line(
        "Each is a JVM of its own that sees java.base and nothing else; a supervisor watches it.");
    if (plan.mishaps() > 0) {
      screen.line(
          "While they work, %d things happen to them: kill -9, halt, a full heap, a hang (--seed %d)."
              .formatted(plan.mishaps(), seed));
    }
    screen.line("Then a plain java program counts the same, and every number is compared.");
    screen.line("Logs: " + shown(States.root().resolve("demo")));
    screen.line("");
  }

  private void supervise() throws IOException, InterruptedException {
    Options options =
        Options.DEFAULT
            .withListener(event -> inbox.add(() -> heard(event)))
            .withProgress(line -> inbox.add(() -> lengthy(line)));
    try (Foreground foreground =
        Foreground.open(
            plan.supervisor(DemoPlain.location(CensusTask.class), folder),
            options,
            supervisor -> () -> "the demo has no file to read again")) {
      var over = foreground.supervisor().outcome();
      var _ = over.thenRun(() -> inbox.add(() -> {}));
      while (!over.isDone()) {
        take();
        invite();
        kill();
        if (began != 0) {
          screen.at(story.counted());
        }
      }
    } finally {
      screen.end();
    }
    while (!inbox.isEmpty()) {
      take();
    }
  }

  private void heard(Event event) {
    if (began == 0 && event instanceof Event.Spawned) {
      began = System.nanoTime();
      screen.begin("counting", plan.classes());
    }
    story.on(event);
  }

  private void tell(String line) {
    switch (line.charAt(0)) {
      case '-', '?' -> screen.bad(line);
      case '+' -> screen.good(line);
      default -> screen.line(line);
    }
  }

  private void lengthy(String line) {
    if (!built) {
      built = true;
      screen.line("The children's runtime is built now; later runs find it in the cache.");
    }
    screen.line("  " + line);
  }

  private void take() throws InterruptedException {
    Runnable next = inbox.poll(FRAME, TimeUnit.MILLISECONDS);
    if (next != null) {
      next.run();
    }
  }

  private void invite() {
    if (!invited
        && story.children().stream().allMatch(child -> child.isReady() || child.isDone())) {
      invited = true;
      screen.line(
          "All work: "
              + story.children().stream()
                  .map(child -> child.name() + " is pid " + child.pid())
                  .collect(Collectors.joining(", "))
              + ".");
      screen.line(
          "From another terminal:  %s ps   and   kill -9 %d   or any other of them."
              .formatted(script(), story.children().getLast().pid()));
    }
  }

  /**
   * Sends SIGKILL to those whose time has come, as a stranger would: the supervisor is not told.
   */
  private void kill() {
    for (DemoChild child : story.children()) {
      for (Mishap mishap : plan.accidents().getOrDefault(child.name(), List.of())) {
        if (mishap.kind() == Kind.KILL
            && child.isReady()
            && child.counted() >= mishap.after()
            && killed.add(child.name())) {
          ProcessHandle.current()
              .children()
              .filter(process -> process.pid() == child.pid())
              .forEach(ProcessHandle::destroyForcibly);
        }
      }
    }
  }

  private int compare(Duration supervised) throws IOException, InterruptedException {
    screen.line("");
    screen.line("All children are done. Now plain java, one module after the other ...");
    Path listed = plainFolder.resolve("jimage.txt");
    Optional<Process> list = DemoPlain.startList(plan.home(), listed);
    long started = System.nanoTime();
    Process process = DemoPlain.start(plan.home(), plainFolder);
    plain = process;
    Signals.on("INT", this::stop);
    Signals.on("TERM", this::stop);
    screen.begin("comparing", plan.classes());
    Optional<String> failure;
    try {
      failure = DemoPlain.follow(process, screen::at);
    } finally {
      screen.end();
      process.destroyForcibly();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    if (stopped) {
      list.ifPresent(Process::destroyForcibly);
      return stoppedByPerson();
    }
    if (failure.isPresent()) {
      screen.line(failure.get());
      return Status.FAILED;
    }
    return report(supervised, took, counts(list, listed));
  }

  private static Optional<Map<String, Integer>> counts(Optional<Process> list, Path output)
      throws IOException, InterruptedException {
    if (list.isEmpty() || list.get().waitFor() != 0) {
      return Optional.empty();
    }
    return Optional.of(DemoPlain.counts(Files.readAllLines(output, StandardCharsets.UTF_8)));
  }

  private int report(Duration supervised, Duration took, Optional<Map<String, Integer>> listed)
      throws IOException {
    if (falsify) {
      falsify();
    }
    SortedMap<String, Tally> ours = Tally.readAll(folder);
    DemoEnd end =
        new DemoEnd(
            story.children(),
            supervised,
            took,
            Comparison.of("the children's", ours, "the plain run", Tally.readAll(plainFolder)),
            listed.map(counts -> Comparison.counts(ours, counts)));
    end.lines().forEach(screen::line);
    screen.line("");
    screen.line("The fault log: " + shown(States.root().resolve("demo").resolve("fault.log")));
    screen.line("Try next, with %s:".formatted(script()));
    screen.line(
        "  lab                    what such faults cost the others: processes beside threads");
    screen.line("  events -n 40           what happened, as the supervisor saw it");
    screen.line("  logs demo/worker-1     what a child printed, over all its lives");
    screen.line("  up                     a supervisor with two children to kill");
    screen.line("  run -jar APP.jar       a program of your own");
    return end.equal() ? Status.OK : Status.FAILED;
  }

  /** One number off by one, in a module of the middle. */
  private void falsify() throws IOException {
    Tally right = Tally.read(folder, "java.xml").orElseThrow();
    new Tally(
            right.module(),
            right.by(),
            right.classes(),
            right.bytes(),
            right.methods() + 1,
            right.fields(),
            right.instructions(),
            right.calls(),
            right.faults(),
            right.sha256())
        .publish(folder);
  }

  private String jdk() {
    return plan.home().equals(Path.of(System.getProperty("java.home")))
        ? "this JDK (%s)".formatted(Runtime.version())
        : plan.home().toString();
  }

  private static String shown(Path path) {
    Path home = Path.of(System.getProperty("user.home", "/"));
    return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
  }

  /** What a person types for this command: short where the script is below the current folder. */
  private static String script() {
    Path script = Path.of(System.getProperty("firebreak.script", "firebreak"));
    Path here = Path.of("").toAbsolutePath();
    return script.startsWith(here) ? "./" + here.relativize(script) : script.toString();
  }

  private int stoppedByPerson() {
    screen.line("Stopped, and every child with it. Nothing is compared.");
    return Status.SIGNAL + 2;
  }

  /** Ends the plain run early; called by a signal. The children have a supervisor for that. */
  private void stop() {
    stopped = true;
    Process running = plain;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /** Removes what was published. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
