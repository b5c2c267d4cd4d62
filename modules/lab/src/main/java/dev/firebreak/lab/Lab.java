package dev.firebreak.lab;

import dev.firebreak.faults.Fault;
import dev.firebreak.faults.MemoryGroup;
import dev.firebreak.faults.Need;
import dev.firebreak.report.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The comparison: siblings do real work while one task has a fault, once in processes and once in
 * threads of one JVM, and each answer is held against that of a plain run.
 *
 * <p>All that it starts ends with it; {@link #stop} ends it from another thread. Its folder is
 * removed when it is closed.
 */
public final class Lab implements AutoCloseable {
  /** Longer than the slowest watch over a worker's health takes. */
  private static final Duration PROCESSES = Duration.ofSeconds(30);

  /** Nothing watches over threads: whoever has not ended by then never will. */
  private static final Duration THREADS = Duration.ofSeconds(8);

  /** On a machine that is busy with other things a run may take this many times the plain one. */
  private static final int SLACK = 4;

  private static final String PREFIX = "firebreak-lab-";

  private final Plan plan;
  private final Watcher watcher;
  private final Path folder;
  private final Work work;
  private final Homes homes;
  private final Map<String, Raw> bases = new HashMap<>();
  private Duration threads = THREADS;
  private volatile boolean stopped;

  private Lab(Plan plan, Watcher watcher, Work work, Path folder) {
    this.plan = plan;
    this.watcher = watcher;
    this.work = work;
    this.folder = folder;
    this.homes = new Homes(work, folder, watcher::lengthy);
  }

  /**
   * Prepares the work.
   *
   * @throws IllegalArgumentException if the plan's files cannot be read; the message says which
   */
  public static Lab open(Plan plan, Watcher watcher) throws IOException {
    Work work =
        plan.files().isEmpty()
            ? Work.ofJdk(Path.of(System.getProperty("java.home")), plan.tasks())
            : Work.ofFiles(plan.files(), plan.tasks());
    Path folder = Files.createTempDirectory(PREFIX);
    sweep(folder.toAbsolutePath().getParent());
    return new Lab(plan, watcher, work, folder);
  }

  /** Removes the folders of labs that were killed, a day later: none takes that long. */
  private static void sweep(@Nullable Path temporary) {
    if (temporary == null) {
      return;
    }
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (Stream<Path> all = Files.list(temporary)) {
      for (Path each : all.filter(it -> it.getFileName().toString().startsWith(PREFIX)).toList()) {
        if (Files.getLastModifiedTime(each).compareTo(old) < 0) {
          remove(each);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // It is another user's, or another lab removes it.
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Ends what runs; {@link #run} then throws an {@link InterruptedException}. */
  public void stop() {
    stopped = true;
    homes.stop();
  }

  /** Whether it was stopped. */
  public boolean isStopped() {
    return stopped;
  }

  /**
   * Does all of it.
   *
   * @throws IOException if a JVM cannot be started, or the folder not be written
   * @throws InterruptedException if it was stopped
   */
  public Findings run() throws IOException, InterruptedException {
    Instant at = Instant.now();
    watcher.preparing("a plain run, for the right answers");
    List<String> answers = answers();
    List<Findings.OfFault> found = new ArrayList<>();
    for (Fault fault : plan.faults()) {
      found.add(of(fault, answers));
    }
    List<Findings.Price> price = List.of();
    if (plan.repetitions() > 0) {
      watcher.preparing("the price: the same work without a fault, in four ways");
      price = new Pricing(homes, this::check).measure(plan.repetitions());
    }
    return new Findings(
        Findings.VERSION,
        at,
        plan.command(),
        machine(),
        new Findings.Work(work.what(), work.units(), work.tasks()),
        found,
        price);
  }

  private List<String> answers() throws IOException, InterruptedException {
    Rig.End end = homes.rig(RigMain.Mode.PLAIN, settings(Optional.empty(), false, PROCESSES));
    check();
    List<String> answers =
        end.moments().stream()
            .filter(moment -> moment.kind() == Moment.Kind.VALUE)
            .map(Moment::text)
            .toList();
    if (answers.size() != work.tasks()) {
      throw new IOException(
          "the plain run, whose answers are the right ones, ended with status %d after %d of %d tasks: %s"
              .formatted(
                  end.status(), answers.size(), work.tasks(), String.join(" ", end.stderr())));
    }
    Duration took = Duration.between(end.moments().getFirst().at(), end.moments().getLast().at());
    Duration slack = took.multipliedBy(SLACK);
    threads = slack.compareTo(THREADS) > 0 ? slack : THREADS;
    return answers;
  }

  private Findings.OfFault of(Fault fault, List<String> answers)
      throws IOException, InterruptedException {
    Optional<String> missing = fault.missing();
    List<Findings.OfHome> both = new ArrayList<>();
    for (String home : List.of(Raw.PROCESSES, Raw.THREADS)) {
      both.add(
          missing.isPresent()
              ? Homes.impossible(home, missing.get())
              : home.equals(Raw.THREADS) && fault.needs(Need.LINK)
                  ? Homes.impossible(home, "threads have no link that could be harmed")
                  : in(home, fault, answers));
    }
    Findings.OfFault found =
        new Findings.OfFault(
            fault.word(),
            fault.title(),
            fault.group().word(),
            fault.story(),
            Optional.of(fault.truth().cause()),
            both);
    watcher.found(found);
    return found;
  }

  private Findings.OfHome in(String home, Fault fault, List<String> answers)
      throws IOException, InterruptedException {
    boolean fresh = fault.needs(Need.FRESH_WORKERS);
    Raw base = base(home, fresh, answers);
    check();
    watcher.trying(fault, home);
    Raw raw = run(home, Optional.of(fault), fresh);
    MemoryGroup.sweep();
    check();
    return Reading.of(fault, raw, base, answers);
  }

  /** A run without a fault; its answers have to be right. */
  private Raw base(String home, boolean fresh, List<String> answers)
      throws IOException, InterruptedException {
    String key = home + (fresh ? ", fresh" : "");
    Raw known = bases.get(key);
    if (known != null) {
      return known;
    }
    check();
    watcher.preparing("a run without a fault in " + key.replace(", fresh", ", a fresh one each"));
    Raw base = run(home, Optional.empty(), fresh);
    check();
    Findings.Siblings siblings = Reading.siblings(base, answers);
    if (siblings.lost() > 0) {
      throw new IOException(
          "a run without a fault in %s lost %d of %d tasks (%s), so nothing can be compared: this machine is too busy, or Firebreak has a fault"
              .formatted(home, siblings.lost(), siblings.all(), firstTrouble(base, answers)));
    }
    bases.put(key, base);
    return base;
  }

  private static String firstTrouble(Raw base, List<String> answers) {
    return base.moments().stream()
        .filter(moment -> moment.isEnd() && moment.task() >= 0)
        .filter(moment -> !moment.text().equals(answers.get(moment.task())))
        .map(moment -> moment.kind() + ": " + moment.text())
        .findFirst()
        .orElse(base.deathWords());
  }

  private Raw run(String home, Optional<Fault> fault, boolean fresh)
      throws IOException, InterruptedException {
    return home.equals(Raw.PROCESSES)
        ? homes.processes(settings(fault, fresh, PROCESSES))
        : homes.threads(settings(fault, fresh, threads));
  }

  private static Settings settings(Optional<Fault> fault, boolean fresh, Duration overall) {
    return Settings.of(Plan.workers(), fault, fresh, overall);
  }

  private void check() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("the lab was stopped");
    }
  }

  private static Findings.Machine machine() {
    return new Findings.Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Proc.machineMemory(),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** Removes its folder. */
  @Override
  public void close() throws IOException {
    stop();
    MemoryGroup.sweep();
    remove(folder);
  }
}
