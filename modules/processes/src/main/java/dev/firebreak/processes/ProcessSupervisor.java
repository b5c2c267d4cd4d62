package dev.firebreak.processes;

import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.confine.Guardian;
import dev.firebreak.confine.Orphans;
import dev.firebreak.supervisor.Ends;
import dev.firebreak.supervisor.LoopThread;
import dev.firebreak.supervisor.Outcome;
import dev.firebreak.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps programs alive, each in a JVM of its own that sees only what it was granted.
 *
 * {@snippet :
 * var web = ChildSpec.of("web", new Program.ClassPath(List.of(Path.of("web.jar")), "shop.Web", List.of()));
 * try (var supervisor = ProcessSupervisor.open(SupervisorSpec.of("shop", web))) {
 *   supervisor.outcome().join(); // until it gives up or is stopped
 * }
 * }
 *
 * <p>Closing it stops the children in reverse order. If the JVM that holds it ends in any other
 * way, by {@code System.exit} or by {@code kill -9}, its children are killed within a second, with
 * all that they started. There is no shutdown hook: who wants an orderly end on SIGTERM closes it.
 *
 * <p>All methods may be called from every thread. Those that return a future return at once; the
 * future fails with an {@link IllegalArgumentException} where there is no such child. A child's
 * path is its name, or the names from the outermost supervisor down to it, joined by slashes.
 */
public final class ProcessSupervisor implements AutoCloseable {
  /*
   * For maintainers. The order of opening is the folder first (whoever has its lock may do the
   * rest), then events, guardian, loop, spawner, supervisor; release() goes the other way, once,
   * behind the end of the last child, whoever caused that end. `released` completes the outcome,
   * so that who waits for it finds the name free again.
   */
  /**
   * How a supervisor ended.
   *
   * @param how in one word
   * @param sentence for people; empty after a stop that was asked for
   */
  public record End(How how, Optional<String> sentence) {}

  /** How a supervisor ended. */
  public enum How {
    /** It was stopped. */
    STOPPED,
    /** Its significant children ended. */
    AUTO_SHUTDOWN,
    /** It made more restarts than it may. */
    GAVE_UP
  }

  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.processes");

  private final String name;
  private final StateFolder state;
  private final EventFiles events;
  private final Guardian guardian;
  private final LoopThread loop;
  private final IncidentStore incidents;
  private final ProcessSpawner spawner;
  private final Supervisor supervisor;
  private final Optional<Orphans> orphans;
  private final @Nullable Inlet inlet;
  private final @Nullable Serving serving;
  private final CompletableFuture<End> released = new CompletableFuture<>();
  private volatile @Nullable List<ChildStatus> last; // once all have ended
  private volatile Optional<ServiceManager> manager = Optional.empty();

  private ProcessSupervisor(
      SupervisorSpec spec, Options options, StateFolder state, @Nullable Serving serving, Ends ends)
      throws IOException {
    this.name = spec.name();
    this.state = state;
    this.serving = serving;
    Optional<Options.Passthrough> streams = options.passthrough();
    this.inlet =
        streams.isPresent()
            ? new Inlet(state.folder().resolve("fifo").resolve("stdin"), streams.get().in())
            : null;
    this.events = new EventFiles(state.folder(), name, options, this::told);
    this.guardian = Guardian.open(state.token(), words -> notice(Event.Weight.WARNING, words));
    this.loop = new LoopThread("firebreak-loop", this::bug);
    this.incidents =
        new IncidentStore(
            state.incidents(),
            IncidentStore.Bounds.DEFAULT,
            events::before,
            words -> notice(Event.Weight.WARNING, words),
            System::nanoTime);
    this.spawner =
        new ProcessSpawner(
            state,
            options,
            guardian,
            loop,
            inlet,
            serving,
            incidents,
            words -> notice(Event.Weight.WARNING, words));
    this.orphans = Orphans.openAsPid1(spawner::owns);
    this.supervisor =
        new Supervisor(
            spec,
            spawner,
            loop,
            events::tell,
            () -> ThreadLocalRandom.current().nextDouble(),
            ends);
  }

  /** Starts the children, in the user's own folders. See {@link #open(SupervisorSpec, Options)}. */
  public static ProcessSupervisor open(SupervisorSpec spec) throws IOException {
    return open(spec, Options.DEFAULT);
  }

  /**
   * Starts the children, and returns without waiting for them.
   *
   * @throws StateException if another supervisor of the name runs, or its state folder cannot be
   *     made; the message says what to do
   * @throws IOException if the operating system refuses something else
   */
  public static ProcessSupervisor open(SupervisorSpec spec, Options options) throws IOException {
    StateFolder state = StateFolder.claim(options.stateRoot().orElseGet(States::root), spec.name());
    return open(spec, options, state, null, Ends.PLAIN);
  }

  /**
   * The same in a folder that is held already.
   *
   * @param serving the pool that its children serve; null where they are programs
   * @param ends told of each end, and asked whether there is another start
   */
  static ProcessSupervisor open(
      SupervisorSpec spec, Options options, StateFolder state, @Nullable Serving serving, Ends ends)
      throws IOException {
    ProcessSupervisor opened;
    try {
      opened = new ProcessSupervisor(spec, options, state, serving, ends);
    } catch (IOException | RuntimeException | Error e) {
      state.close();
      throw e;
    }
    opened.begin();
    return opened;
  }

  private void begin() {
    state.found().forEach(words -> notice(Event.Weight.WARNING, words));
    Environment.scrubbed(System.getenv()).ifPresent(words -> notice(Event.Weight.WARNING, words));
    Guardian.missing()
        .ifPresent(why ->
            notice(
                Event.Weight.WARNING,
                "no guardian (%s): should this supervisor be killed, stopped children and"
                        .formatted(why)
                    + " grandchildren stay"));
    if (serving == null) { // a pool is a part of a program, for which it cannot speak
      manager =
          ServiceManager.open(spawner.virtual(), words -> notice(Event.Weight.WARNING, words));
      manager.ifPresent(told -> told.watch(loop));
    }
    spawner.virtual().execute(SharedFiles::sweep);
    var _ = supervisor.ended().thenAccept(this::over);
    supervisor.start();
  }

  /** On the thread that tells events. */
  private void told(Event event) {
    manager.ifPresent(it -> it.on(event, this::children));
  }

  void notice(Event.Weight weight, String sentence) {
    events.tell(new Event.Notice(Instant.now(), name, weight, sentence));
  }

  private void bug(Throwable thrown) {
    LOG.error("a fault of Firebreak itself, on the loop of supervisor {}", name, thrown);
    notice(
        Event.Weight.ALARM,
        "a fault of Firebreak itself: %s; the supervisor goes on, please report it"
            .formatted(thrown));
  }

  /** On the loop, which cannot wait for its own end. */
  private void over(Outcome outcome) {
    var _ =
        supervisor
            .children()
            .whenComplete((children, failure) -> {
              last = children == null ? List.of() : children;
              Thread.ofPlatform().name("firebreak-release").start(() -> release(outcome));
            });
  }

  private void release(Outcome outcome) {
    orphans.ifPresent(Orphans::close);
    spawner.close();
    guardian.close();
    List<Long> left = state.sweep(words -> notice(Event.Weight.WARNING, words));
    if (!left.isEmpty()) {
      notice(
          Event.Weight.WARNING,
          "processes that its children had started outside their own groups were left, and are"
              + " killed: "
              + left);
    }
    loop.close();
    var _ = events.before(incidents::save);
    events.close();
    if (inlet != null) {
      inlet.close();
    }
    state.close();
    How how =
        switch (outcome.kind()) {
          case STOPPED -> How.STOPPED;
          case AUTO_SHUTDOWN -> How.AUTO_SHUTDOWN;
          case GAVE_UP -> How.GAVE_UP;
        };
    released.complete(new End(how, outcome.sentence()));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its state folder, with the logs in it. */
  public Path folder() {
    return state.folder();
  }

  Supervisor supervisor() {
    return supervisor;
  }

  ProcessSpawner spawner() {
    return spawner;
  }

  /** How all children are now, in the order of their start. */
  public List<ChildStatus> children() {
    List<ChildStatus> known = last;
    return known != null
        ? known
        : supervisor.children().applyToEither(released.thenApply(_ -> children()), it -> it).join();
  }

  /** Stops a child, or an inner supervisor; it stays down until it is started again. */
  public CompletableFuture<Void> stop(String path) {
    return supervisor.stopChild(path);
  }

  /** Stops a child and starts it again, or starts one that is down. This counts as no crash. */
  public CompletableFuture<Void> restart(String path) {
    return supervisor.restartChild(path);
  }

  /** Sends a signal to a child's process, as {@code kill} does. */
  public CompletableFuture<Void> signal(String path, int number) {
    return supervisor.signal(path, number);
  }

  /** Takes another specification of the same name and restarts only what it changes. */
  public CompletableFuture<Void> reload(SupervisorSpec next) {
    return supervisor.apply(next);
  }

  /**
   * Begins to stop all children, in reverse order.
   *
   * @param why words that follow "because"
   */
  public CompletableFuture<End> stopAll(String why) {
    var _ = supervisor.stop(why);
    return outcome();
  }

  /**
   * Ends all children at once.
   *
   * @param why words that follow "because"
   */
  public CompletableFuture<End> killAll(String why) {
    var _ = supervisor.killAll(why);
    return outcome();
  }

  /** Completes when all children have ended and everything is released. */
  public CompletableFuture<End> outcome() {
    return released.copy();
  }

  /** Stops all children in reverse order and waits until they have ended. */
  @Override
  public void close() {
    try {
      stopAll("its supervisor was closed").join();
    } catch (CompletionException e) {
      throw new IllegalStateException("supervisor %s was not closed".formatted(name), e);
    }
  }
}
