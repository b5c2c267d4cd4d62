package dev.firebreak.threads;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Verdict;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Home;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Workers are threads. One that has ended is started again at once, in a fresh life.
 * <!-- For maintainers. Under this monitor: the seats. Lives know their own fate and are told by
 * their readers when all that they said is told; nothing that may wait happens under the monitor. -->
 */
final class ThreadHome implements Home {
  /** Starts in a row that fail for a reason that may pass; then it will not, as with processes. */
  private static final int TRIES = 3;

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Executor VIRTUAL = action -> Thread.ofVirtual().start(action);

  private final PoolOptions options;
  private final Class<?> caller;
  private final String name;
  private final CallerSide types;
  private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final Map<Integer, Seat> seats = new HashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final ScheduledThreadPoolExecutor clock;
  private @Nullable Crew crew;
  private boolean closing;

  private static final class Seat {
    boolean hired;
    int generation;
    int failures;
    @Nullable Life life;
  }

  ThreadHome(PoolOptions options, Class<?> caller) {
    this.options = options;
    this.caller = caller;
    this.types = new CallerSide(options, caller);
    this.name = options.name().isEmpty() ? "threads-" + NAMES.incrementAndGet() : options.name();
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "/clock").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  String name() {
    return name;
  }

  @Override
  public synchronized void open(Crew told) {
    crew = told;
  }

  @Override
  public synchronized void hire(int worker) {
    Seat seat = seats.computeIfAbsent(worker, _ -> new Seat());
    seat.hired = true;
    if (seat.life == null && !closing) {
      begin(worker, seat);
    }
  }

  private void begin(int worker, Seat seat) {
    int generation = ++seat.generation;
    Crew told = Objects.requireNonNull(crew, "the home is not open");
    Life life = new Life(told, worker, generation, name, types, context, this::over);
    seat.life = life;
    life.begin();
    Duration limit = options.startDeadline();
    after(
        limit,
        life,
        () -> {
          if (!life.ready()) {
            life.abandon(
                new Verdict(
                    Verdict.Cause.START_TIMEOUT,
                    Verdict.Confidence.CERTAIN,
                    "its initializer took longer than %d ms".formatted(limit.toMillis())));
          }
        });
  }

  private void after(Duration delay, Life life, Runnable action) {
    try {
      life.limit(
          clock.schedule(() -> VIRTUAL.execute(action), delay.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      // The home is closed, and its lives are over.
    }
  }

  /** A life is over, and all that it said is told. */
  private void over(Life life) {
    Seat seat;
    boolean lasting;
    life.forget();
    synchronized (this) {
      seat = Objects.requireNonNull(seats.get(life.worker()));
      seat.failures = life.ready() || life.wasStopped() ? 0 : seat.failures + 1;
      lasting = life.hopeless() || seat.failures >= TRIES;
      if (lasting) {
        seat.hired = false;
        seat.failures = 0;
      }
    }
    Objects.requireNonNull(crew).lost(life.loss(lasting));
    synchronized (this) {
      seat.life = null;
      if (seat.hired && !closing) {
        begin(life.worker(), seat);
      }
      if (closing && empty()) {
        clock.shutdownNow();
        closed.completeAsync(() -> null, VIRTUAL);
      }
    }
  }

  private boolean empty() {
    for (Seat seat : seats.values()) {
      if (seat.life != null) {
        return false;
      }
    }
    return true;
  }

  private synchronized @Nullable Life life(int worker) {
    Seat seat = seats.get(worker);
    return seat == null ? null : seat.life;
  }

  @Override
  public void dismiss(int worker, String why) {
    synchronized (this) {
      Seat seat = seats.get(worker);
      if (seat != null) {
        seat.hired = false;
      }
    }
    renew(worker, why);
  }

  @Override
  public void renew(int worker, String why) {
    Life life = life(worker);
    if (life != null) {
      stop(life, why);
    }
  }

  /** Asks, interrupts, gives up; as long as it lives. */
  private void stop(Life life, String why) {
    Duration ask = Defaults.POOL_ASK.plus(options.finalizerLimit());
    Duration grace = ask.plus(Defaults.POOL_INTERRUPT);
    VIRTUAL.execute(life::stop);
    after(ask, life, life::interrupt);
    after(
        grace.plus(options.finalizerLimit()),
        life,
        () -> life.abandonStopped("it was to stop because " + why + ", and did not"));
  }

  @Override
  public boolean kill(int worker, int generation, Verdict.Cause cause, String sentence) {
    Life life = life(worker);
    if (life != null && life.generation() == generation) {
      VIRTUAL.execute(() -> life.abandon(new Verdict(cause, Verdict.Confidence.CERTAIN, sentence)));
    }
    return false;
  }

  @Override
  public long memory(int worker) {
    return 0;
  }

  @Override
  public Home nested(PoolOptions inner) {
    try {
      Unsupported.refuse(inner);
    } catch (UnsupportedOperationException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
    return new ThreadHome(inner, caller);
  }

  @Override
  public Executor executor() {
    return VIRTUAL;
  }

  @Override
  public CompletableFuture<Void> close(boolean now, String why) {
    synchronized (this) {
      closing = true;
      for (Seat seat : seats.values()) {
        Life life = seat.life;
        if (life != null && now) {
          VIRTUAL.execute(() -> life.abandonStopped("the pool was closed because " + why));
        } else if (life != null) {
          stop(life, why);
        }
      }
      if (empty()) {
        clock.shutdownNow();
        closed.complete(null);
      }
    }
    return closed;
  }
}
