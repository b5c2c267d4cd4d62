package dev.firebreak.pool;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.Insights;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.link.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool, behind all the views of it: what its parts are, and how it ends. */
final class Core implements Crew {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");

  final PoolOptions options;
  final Home home;
  final Screen screen;
  final Shipping shipping;
  final Recorder recorder;
  final Seats seats;
  final Dispatcher dispatcher;
  private final @Nullable Shipped initializer;
  private final @Nullable Shipped finalizer;
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private boolean closing;

  /** A function of a task's own pool, in bytes that nobody here looks at. */
  record Raw(Shipped.Bytes function, String title, Codec codec) {}

  Core(PoolOptions options, Home home, Screen screen) {
    this(options, home, screen, null, null);
  }

  /** With an initializer and a finalizer that are not in the options, but came from a worker. */
  Core(
      PoolOptions options,
      Home home,
      Screen screen,
      @Nullable Raw initializer,
      @Nullable Raw finalizer) {
    this.options = options;
    this.home = home;
    this.screen = screen;
    this.shipping = new Shipping(options, (int) Defaults.POOL_LARGEST.bytes());
    this.recorder = new Recorder(options);
    this.seats = new Seats(options, home);
    this.dispatcher =
        new Dispatcher(options, home, recorder, seats, ready, new Nested(options, home));
    this.initializer =
        initializer == null
            ? options.initializer().map(shipping::fixed).orElse(null)
            : shipped(initializer);
    this.finalizer =
        finalizer == null
            ? options.finalizer().map(shipping::fixed).orElse(null)
            : shipped(finalizer);
  }

  /** A function that came as bytes, and which each worker keeps. */
  Shipped shipped(Raw raw) {
    return shipping.raw(raw.function().array, raw.title(), raw.codec());
  }

  void open() {
    home.open(this);
    dispatcher.locked(seats::hireLeast);
  }

  // What the home tells.

  @Override
  public Port admit(Hand hand) {
    Lane lane = new Lane(dispatcher, hand);
    lane.open(initializer, finalizer);
    dispatcher.admit(lane);
    return lane;
  }

  @Override
  public Port prepare(Hand hand) {
    SparePort spare = new SparePort(dispatcher, hand, initializer);
    spare.open(finalizer);
    return spare;
  }

  @Override
  public Port promote(Hand hand) {
    Lane lane = new Lane(dispatcher, hand);
    dispatcher.admit(lane);
    dispatcher.ready(hand.worker(), hand.generation());
    return lane;
  }

  @Override
  public void ready(int worker, int generation) {
    dispatcher.ready(worker, generation);
  }

  @Override
  public void drain(int worker, int generation, String why) {
    dispatcher.endings().drain(worker, generation, why);
  }

  @Override
  public void lost(Loss loss) {
    dispatcher.losses().lost(loss);
  }

  void awaitReady() throws InterruptedException, ExecutionException {
    dispatcher.locked(() -> {
      if (dispatcher.open()) {
        seats.wanted(1);
      }
    });
    ready.get();
  }

  List<WorkerStatus> workers() {
    dispatcher.lock();
    try {
      return seats.status(System.nanoTime());
    } finally {
      dispatcher.unlock();
    }
  }

  Insights insights() {
    long now = System.nanoTime();
    long running;
    dispatcher.lock();
    try {
      running = seats.running(now);
    } finally {
      dispatcher.unlock();
    }
    return recorder.insights(now, running);
  }

  // How it ends.

  void shutdown() {
    dispatcher.shutdown();
    boolean first;
    synchronized (this) {
      first = !closing;
      closing = true;
    }
    if (first) {
      // Somebody has to see the end of the last task, also where nobody waits for it.
      Thread.ofVirtual().name("firebreak-close " + options.name()).start(this::closeWhenCalm);
    }
  }

  private void closeWhenCalm() {
    boolean calm = false;
    while (!calm) {
      try {
        calm = dispatcher.awaitCalm(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        calm = false; // nobody has this thread to interrupt it
      }
    }
    release(dispatcher.state() == Dispatcher.State.STOPPED);
  }

  private void release(boolean now) {
    var _ =
        home.close(now, "its pool was closed")
            .whenComplete((_, failure) -> {
              dispatcher.close();
              if (failure != null) {
                LOG.warn("pool {} did not close in order", options.name(), failure);
              }
              ready.completeExceptionally(
                  new WorkerStartException(
                      "pool %s was closed before a worker of it was ready"
                          .formatted(options.name()),
                      null));
              released.complete(null);
            });
  }

  /** Takes back what was not begun, and ends what runs. */
  List<Job> stop() {
    List<Job> never = dispatcher.stop();
    shutdown();
    return never;
  }

  /** The same, and does not wait for what runs: its workers end now. */
  void abandon(String why) {
    var _ = dispatcher.stop();
    var _ = home.close(true, why);
    shutdown();
  }

  List<Runnable> shutdownNow() {
    List<Runnable> never = new ArrayList<>();
    for (Job job : dispatcher.stop()) {
      if (job instanceof PoolTask<?> task) {
        never.add(task.unstarted());
      } else if (job instanceof Chunk chunk) {
        chunk.spread.abort(Endings.shutDown());
      }
    }
    shutdown();
    return never;
  }

  void whenReleased(Runnable action) {
    var _ = released.thenRunAsync(action, Dispatcher.waiting());
  }

  boolean isShutdown() {
    return dispatcher.state() != Dispatcher.State.OPEN;
  }

  boolean isTerminated() {
    return released.isDone();
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      released.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // it is over all the same
    }
  }
}
