package dev.firebreak.supervisor;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Rung;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JVMs that are booted and wait to take a child's place. They have neither log nor generation until
 * then, and run no user code, unless they {@link Worker#initializes() initialize}. One that ends is
 * replaced, later each time, and costs no restart.
 */
final class Spares {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  /** Waits between spares that end by themselves: a spare is a comfort, so it never hurries. */
  private static final Backoff WAITS =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.2, Duration.ofSeconds(30));

  /** Starts in a row that fail where user code is part of them; then they always will. */
  private static final int TRIES = 3;

  /** A spare; after its promotion its reports go to a run. */
  static final class Spare {
    private final long spawned;
    private @Nullable Worker worker;
    private @Nullable Consumer<Report> run;
    private long pid;
    private long started;
    private boolean ready;
    private String fault = "";
    private Loop.@Nullable Timer limit;

    private Spare(long spawned) {
      this.spawned = spawned;
    }

    Worker worker() {
      return Objects.requireNonNull(worker);
    }

    long pid() {
      return pid;
    }

    long started() {
      return started;
    }

    private void cancelLimit() {
      if (limit != null) {
        limit.cancel();
        limit = null;
      }
    }

    /** From now on its reports are the run's. */
    Worker become(Consumer<Report> reports) {
      cancelLimit();
      run = reports;
      return worker();
    }
  }

  private final Context context;
  private final String path;
  private final Deque<Spare> spares = new ArrayDeque<>();
  private final Set<Spare> ending = new HashSet<>();
  private final Runnable ended;
  private ChildSpec spec;
  private boolean wanted;
  private boolean hopeless;
  private int row;
  private Loop.@Nullable Timer refill;

  /**
   * None yet.
   *
   * @param ended is run when the last of those has ended that were stopped by steps
   */
  Spares(Context context, String path, ChildSpec spec, Runnable ended) {
    this.ended = ended;
    this.context = context;
    this.path = path;
    this.spec = spec;
  }

  /** Keeps as many as the specification asks for, of this specification. */
  void keep(ChildSpec current) {
    if (!current.equals(spec)) {
      drop();
      spec = current;
      hopeless = false;
    }
    wanted = true;
    fill();
  }

  /** Ends all, in order where they have begun anything; none is kept until {@link #keep}. */
  void drop() {
    wanted = false;
    if (refill != null) {
      refill.cancel();
      refill = null;
    }
    while (!spares.isEmpty()) {
      Spare spare = spares.removeFirst();
      spare.cancelLimit();
      if (spare.worker().initializes()) {
        ending.add(spare);
        step(spare, Rung.ASK);
      } else {
        spare.worker().kill();
      }
    }
  }

  /** Ends all at once. */
  void kill() {
    drop();
    ending.forEach(spare -> {
      spare.cancelLimit();
      spare.worker().kill();
    });
  }

  /** Whether some are being stopped. */
  boolean ending() {
    return !ending.isEmpty();
  }

  private void step(Spare spare, Rung rung) {
    Limits limits = spec.limits();
    switch (rung) {
      case ASK -> {
        spare.worker().ask();
        stepAfter(spare, limits.ask(), Rung.INTERRUPT);
      }
      case INTERRUPT -> {
        spare.worker().interrupt();
        stepAfter(spare, limits.interrupt(), Rung.TERMINATE);
      }
      case TERMINATE -> {
        spare.worker().terminate();
        stepAfter(spare, limits.terminate(), Rung.KILL);
      }
      case KILL -> spare.worker().kill();
    }
  }

  private void stepAfter(Spare spare, Duration limit, Rung next) {
    spare.limit = context.loop().after(limit, () -> step(spare, next));
  }

  /** Takes one that is ready, if there is one of this specification. */
  Optional<Spare> take(ChildSpec current) {
    if (!current.equals(spec)) {
      return Optional.empty();
    }
    Optional<Spare> found = spares.stream().filter(spare -> spare.ready).findFirst();
    found.ifPresent(spares::remove);
    return found;
  }

  int ready() {
    return (int) spares.stream().filter(spare -> spare.ready).count();
  }

  private void fill() {
    while (wanted && !hopeless && refill == null && spares.size() < spec.spares()) {
      Spare spare = new Spare(context.loop().nanos());
      spares.addLast(spare);
      spare.worker =
          context
              .spawner()
              .spawn(spec, path, 0, report -> context.loop().post(() -> on(spare, report)));
    }
  }

  private void on(Spare spare, Report report) {
    if (spare.run != null) {
      spare.run.accept(report);
      return;
    }
    switch (report) {
      case Report.Spawned(long pid, long started) -> {
        spare.pid = pid;
        spare.started = started;
        if (spares.contains(spare)) {
          Duration limit = startLimit(spare);
          spare.limit = context.loop().after(limit, () -> overdue(spare, limit));
        }
      }
      case Report.SpareReady() -> {
        if (!spares.contains(spare)) {
          return; // it is being stopped
        }
        spare.ready = true;
        spare.cancelLimit();
        row = 0;
        tell(
            new Event.SpareReady(
                context.loop().now(),
                path,
                spare.pid,
                Duration.ofNanos(context.loop().nanos() - spare.spawned)));
      }
      case Report.Ended last -> lost(spare, last);
      case Report.Failed failed -> {
        if (!ending.contains(spare)) {
          spare.fault = failed.sentence();
          hopeless |= failed.lasting() && spare.worker().initializes();
          spare.worker().kill();
        }
      }
      case Report.LinkBroken _ -> spare.worker().kill();
      default -> {} // what else a spare tells is told again by the child that it becomes
    }
  }

  private void lost(Spare spare, Report.Ended last) {
    spare.cancelLimit();
    if (!spares.remove(spare)) {
      if (ending.remove(spare) && ending.isEmpty()) {
        this.ended.run();
      }
      return; // dropped by us
    }
    row += spare.worker().initializes() && spare.fault.isEmpty() && outside(last.exit()) ? 0 : 1;
    hopeless |= spare.worker().initializes() && row >= TRIES;
    if (hopeless) {
      giveUp(spare, last);
      return;
    }
    Duration wait = WAITS.delay(Math.max(1, row), context.chance().getAsDouble());
    String sentence =
        (spare.fault.isEmpty() ? "" : spare.fault + "; ")
            + "another one is booted in %d ms".formatted(wait.toMillis());
    tell(new Event.SpareLost(context.loop().now(), path, spare.pid, last.exit(), sentence));
    if (wanted && refill == null) {
      refill =
          context
              .loop()
              .after(
                  wait,
                  () -> {
                    refill = null;
                    fill();
                  });
    }
  }

  private Duration startLimit(Spare spare) {
    Limits limits = spec.limits();
    return spare.worker().initializes() ? limits.ready() : limits.jvmUp().plus(limits.layerBuilt());
  }

  private void overdue(Spare spare, Duration limit) {
    spare.fault =
        (spare.worker().initializes()
                ? "its initializer had not ended within the limit of %d ms on a start"
                : "its JVM had not booted within the limit of %d ms")
            .formatted(limit.toMillis());
    spare.worker().kill();
  }

  /** Whether somebody else ended it, which says nothing of its initializer. */
  private static boolean outside(Exit exit) {
    return exit instanceof Exit.Signal(int number) && (number == SIGKILL || number == SIGTERM);
  }

  private void giveUp(Spare spare, Report.Ended last) {
    String why =
        spare.fault.isEmpty() ? "%d in a row ended themselves".formatted(row) : spare.fault;
    String sentence = "none is kept for it any more, as nothing would change: " + why;
    tell(new Event.SpareLost(context.loop().now(), path, spare.pid, last.exit(), sentence));
  }

  private void tell(Event event) {
    context.tell(event);
  }
}
