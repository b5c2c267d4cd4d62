package dev.firebreak.supervisor;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JVMs that are booted and wait to take a child's place. They run no user code and have neither log
 * nor generation until then. One that ends is replaced, later each time, and costs no restart.
 */
final class Spares {
  /** Waits between spares that end by themselves: a spare is a comfort, so it never hurries. */
  private static final Backoff WAITS =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.2, Duration.ofSeconds(30));

  /** A spare; after its promotion its reports go to a run. */
  static final class Spare {
    private final long spawned;
    private @Nullable Worker worker;
    private @Nullable Consumer<Report> run;
    private long pid;
    private long started;
    private boolean ready;

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

    /** From now on its reports are the run's. */
    Worker become(Consumer<Report> reports) {
      run = reports;
      return worker();
    }
  }

  private final Context context;
  private final String path;
  private final Deque<Spare> spares = new ArrayDeque<>();
  private ChildSpec spec;
  private boolean wanted;
  private int row;
  private Loop.@Nullable Timer refill;

  Spares(Context context, String path, ChildSpec spec) {
    this.context = context;
    this.path = path;
    this.spec = spec;
  }

  /** Keeps as many as the specification asks for, of this specification. */
  void keep(ChildSpec current) {
    if (!current.equals(spec)) {
      drop();
      spec = current;
    }
    wanted = true;
    fill();
  }

  /** Ends all; none is kept until {@link #keep}. */
  void drop() {
    wanted = false;
    if (refill != null) {
      refill.cancel();
      refill = null;
    }
    while (!spares.isEmpty()) {
      spares.removeFirst().worker().kill();
    }
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
    while (wanted && refill == null && spares.size() < spec.spares()) {
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
      }
      case Report.SpareReady() -> {
        spare.ready = true;
        row = 0;
        tell(
            new Event.SpareReady(
                context.loop().now(),
                path,
                spare.pid,
                Duration.ofNanos(context.loop().nanos() - spare.spawned)));
      }
      case Report.Ended ended -> lost(spare, ended);
      case Report.Failed _, Report.LinkBroken _ -> spare.worker().kill();
      default -> {} // what else a spare tells is told again by the child that it becomes
    }
  }

  private void lost(Spare spare, Report.Ended ended) {
    if (!spares.remove(spare)) {
      return; // dropped by us
    }
    row++;
    Duration wait = WAITS.delay(row, context.chance().getAsDouble());
    String sentence = "another one is booted in %d ms".formatted(wait.toMillis());
    tell(new Event.SpareLost(context.loop().now(), path, spare.pid, ended.exit(), sentence));
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

  private void tell(Event event) {
    context.tell(event);
  }
}
