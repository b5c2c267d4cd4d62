package dev.firebreak.lab;

import dev.firebreak.api.Event;
import dev.firebreak.api.Pool;
import dev.firebreak.processes.Incidents;
import dev.firebreak.processes.ProcessPool;
import dev.firebreak.report.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a trial in each of the two homes. One run at a time; {@link #stop} ends it from outside. */
final class Homes {
  private static final long ORDER = 5; // seconds
  private static final long CLOSE = 30; // seconds

  private static final String POOL = "lab";

  private final Work work;
  private final Path folder;
  private final Consumer<String> lengthy;
  private int runs;
  private @Nullable Pool pool;
  private @Nullable Rig rig;
  private volatile boolean stopped;

  /**
   * The homes of one lab.
   *
   * @param folder where each run has a folder of its own
   * @param lengthy told of steps that take long, such as the building of an image
   */
  Homes(Work work, Path folder, Consumer<String> lengthy) {
    this.work = work;
    this.folder = folder;
    this.lengthy = lengthy;
  }

  /** Ends what runs, and lets nothing begin. */
  void stop() {
    stopped = true;
    synchronized (this) {
      if (pool != null) {
        var _ = pool.shutdownNow();
      }
      if (rig != null) {
        rig.close();
      }
    }
  }

  private Path fresh() throws IOException {
    return Files.createDirectory(folder.resolve("run-" + ++runs));
  }

  private synchronized void hold(@Nullable Pool one, @Nullable Rig other) {
    pool = one;
    rig = other;
    if (stopped) {
      stop();
    }
  }

  /** A run in worker JVMs. */
  Raw processes(Settings settings) throws IOException, InterruptedException {
    List<Moment> moments = Collections.synchronizedList(new ArrayList<>());
    List<Event> events = Collections.synchronizedList(new ArrayList<>());
    Path own = fresh();
    Pool opened =
        ProcessPool.open(
            settings.forProcesses().withName(POOL),
            Setup.within(own).withListener(events::add).withProgress(lengthy));
    try {
      hold(opened, null);
      new Trial(opened, work, settings.fault(), settings.limits(), moments::add).run();
    } finally {
      close(opened, List.copyOf(moments).stream().anyMatch(it -> it.kind() == Moment.Kind.DONE));
      hold(null, null);
    }
    List<Moment> seen = List.copyOf(moments);
    List<String> files = evidence(own.resolve("state").resolve(POOL), seen);
    return new Raw(
        Raw.PROCESSES, seen, List.copyOf(events), Optional.empty(), "", false, files, left(seen));
  }

  private static void close(Pool opened, boolean inOrder) throws InterruptedException {
    opened.shutdown();
    if (!inOrder || !opened.awaitTermination(ORDER, TimeUnit.SECONDS)) {
      var _ = opened.shutdownNow();
      var _ = opened.awaitTermination(CLOSE, TimeUnit.SECONDS);
    }
  }

  /** A run in threads of one JVM. */
  Raw threads(Settings settings) throws IOException, InterruptedException {
    Rig.End end = rig(RigMain.Mode.THREADS, settings);
    boolean toTheEnd =
        end.moments().stream()
            .map(Moment::kind)
            .anyMatch(kind -> kind == Moment.Kind.DONE || kind == Moment.Kind.GIVEN_UP);
    Optional<Instant> death = toTheEnd ? Optional.empty() : Optional.of(end.at());
    return new Raw(
        Raw.THREADS,
        end.moments(),
        List.of(),
        death,
        words(end),
        end.killed(),
        end.files(),
        left(end.moments()));
  }

  /** A JVM of the lab's own, to its end. */
  Rig.End rig(RigMain.Mode mode, Settings settings) throws IOException, InterruptedException {
    try (Rig started = Rig.start(fresh(), mode, settings, work)) {
      hold(null, started);
      return started.await(settings.limits().overall());
    } finally {
      hold(null, null);
    }
  }

  /** The same, looked at while it runs. */
  Rig.End rig(RigMain.Mode mode, Settings settings, Consumer<Rig> look)
      throws IOException, InterruptedException {
    try (Rig started = Rig.start(fresh(), mode, settings, work)) {
      hold(null, started);
      Thread looking = Thread.ofVirtual().start(() -> look.accept(started));
      Rig.End end = started.await(settings.limits().overall().multipliedBy(2));
      looking.join();
      return end;
    } finally {
      hold(null, null);
    }
  }

  private static String words(Rig.End end) {
    String how =
        end.killed()
            ? "the lab killed it"
            : end.status() > 128 ? "signal " + (end.status() - 128) : "exit status " + end.status();
    return end.stderr().isEmpty() ? how : how + "; stderr: " + end.stderr().getFirst();
  }

  /** What was kept of the end of the faulty task's worker. */
  private static List<String> evidence(Path state, List<Moment> moments) throws IOException {
    Set<Long> pids =
        moments.stream()
            .filter(moment -> moment.task() == Moment.FAULTY)
            .flatMap(moment -> Place.of(moment.worker()).stream())
            .map(Place::pid)
            .collect(Collectors.toSet());
    return Incidents.list(state).stream()
        .map(Incidents.Kept::incident)
        .filter(incident -> pids.contains(incident.pid()))
        .flatMap(incident -> incident.files().stream())
        .sorted()
        .toList();
  }

  /** How many processes a fault has left in the system; they are ended now. */
  private static int left(List<Moment> moments) {
    List<ProcessHandle> alive =
        moments.stream()
            .filter(moment -> moment.kind() == Moment.Kind.PROCESS)
            .flatMap(moment -> ProcessHandle.of(Long.parseLong(moment.text())).stream())
            .flatMap(first -> Stream.concat(first.descendants(), Stream.of(first)))
            .filter(process -> Proc.isAlive(process.pid()))
            .toList();
    alive.forEach(ProcessHandle::destroyForcibly);
    return alive.size();
  }

  /** For a home in which a fault cannot be: why. */
  static Findings.OfHome impossible(String home, String reason) {
    return new Findings.OfHome(
        home,
        false,
        reason,
        Findings.Siblings.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        List.of());
  }
}
