package dev.firebreak.bench;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildId;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Program;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A supervisor in this JVM, as a library's user has one, and what it tells. One thread uses it. */
final class House implements AutoCloseable {
  /** Children are killed again and again here, which is no crash loop. */
  private static final Intensity ENDLESS = new Intensity(1_000_000, Duration.ofSeconds(1));

  private final Ground ground;
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ProcessSupervisor supervisor;

  /** Starts children. */
  House(Ground ground, String name, List<ChildSpec> children) throws IOException {
    this.ground = ground;
    Options options =
        Options.DEFAULT
            .withStateRoot(ground.fresh(name))
            .withListener(events::add)
            .withProgress(ground::say);
    if (ground.settings().cache().isPresent()) {
      options = options.withCacheFolder(ground.settings().cache().get());
    }
    this.supervisor =
        ProcessSupervisor.open(SupervisorSpec.of(name, children).with(ENDLESS), options);
    ground.keep(this);
  }

  /** A child with the default set that is started again at once. */
  static ChildSpec child(Ground ground, String name, Class<?> program, String... arguments) {
    return ChildSpec.of(
            name,
            new Program.ClassPath(List.of(ground.classes()), program.getName(), List.of(arguments)))
        .with(Backoff.NONE);
  }

  ProcessSupervisor supervisor() {
    return supervisor;
  }

  /** The next event of a kind; those before it are dropped. */
  <E extends Event> E next(Class<E> kind, Predicate<E> which) throws Exception {
    return passing(kind, which).getLast();
  }

  /** The next event of a kind. */
  <E extends Event> E next(Class<E> kind) throws Exception {
    return next(kind, _ -> true);
  }

  /** All events of a kind up to the first of them that is asked for. */
  <E extends Event> List<E> passing(Class<E> kind, Predicate<E> until) throws Exception {
    List<E> passed = new ArrayList<>();
    long deadline = System.nanoTime() + Await.LIMIT.toNanos();
    while (true) {
      Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new BenchException(
            "supervisor %s told of no %s within %d s"
                .formatted(supervisor.name(), kind.getSimpleName(), Await.LIMIT.toSeconds()));
      }
      if (event.weight() == Event.Weight.ALARM) {
        throw new BenchException(event.sentence());
      }
      if (kind.isInstance(event)) {
        E found = kind.cast(event);
        passed.add(found);
        if (until.test(found)) {
          return passed;
        }
      }
    }
  }

  /** Forgets what was told so far. */
  void forget() {
    events.clear();
  }

  /** Waits until so many children are ready. */
  List<ChildId> ready(int count) throws Exception {
    List<ChildId> ready = new ArrayList<>();
    var _ =
        passing(
            Event.Ready.class,
            event -> {
              ready.add(event.child());
              return ready.size() == count;
            });
    return ready;
  }

  /** SIGKILL, as by another terminal; returns the moment of the wall clock. */
  static long kill(long pid) throws BenchException {
    ProcessHandle child =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new BenchException("there is no process " + pid + " to kill"));
    long now = Stamp.now();
    child.destroyForcibly();
    return now;
  }

  /** Ends the children at once. */
  @Override
  public void close() {
    ground.drop(this);
    // It outlives no kill, so this waits for milliseconds.
    supervisor
        .killAll("the measuring is over")
        .orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
