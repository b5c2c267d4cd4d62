package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pool as its users see it, or a view of one with options for the tasks submitted through it. */
public final class TaskPool implements Pool {
  private final Core core;
  private final Maps maps;
  private final TaskOptions task;
  private final Terms terms;
  private final boolean view;

  private TaskPool(Core core, TaskOptions task, boolean view) {
    this.core = core;
    this.task = task;
    this.terms = Terms.of(core.options, task);
    this.view = view;
    this.maps = new Maps(core, terms);
  }

  /**
   * Opens a pool: its workers are started, and tasks may be submitted at once.
   *
   * @param options with a name
   * @param home where its workers live; it is closed with the pool
   */
  public static Pool open(PoolOptions options, Home home) {
    return open(options, home, options.progress().isEmpty() ? Screen.NONE : Screen.stderr());
  }

  static Pool open(PoolOptions options, Home home, Screen screen) {
    Core core = new Core(options, home, screen);
    core.open();
    return new TaskPool(core, TaskOptions.DEFAULT, false);
  }

  @Override
  public Pool with(UnaryOperator<TaskOptions> change) {
    return new TaskPool(core, change.apply(task), true);
  }

  // Single tasks.

  private <T extends @Nullable Object> PoolTask<T> task(
      Object function,
      int arguments,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object instead) {
    Objects.requireNonNull(function, "task");
    Shipped shipped = core.shipping.function(function);
    byte[] payload = NONE;
    if (arguments > 0) {
      Encoder encoder = core.shipping.arguments(shipped);
      try {
        encoder.value(a, "argument");
        if (arguments == 2) {
          encoder.value(b, "second argument");
        }
      } catch (CodecException e) {
        throw Shipping.refused(e);
      }
      payload = encoder.copy();
    }
    if (!shipped.fixed()) {
      payload = Job.inline(shipped.bytes(), payload, 0, payload.length);
    }
    PoolTask<T> made =
        new PoolTask<>(
            core.dispatcher,
            terms,
            shipped,
            core.dispatcher.nextId(1),
            payload,
            arguments,
            instead,
            function);
    core.dispatcher.intake().submit(made);
    return made;
  }

  private static final byte[] NONE = {};

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(SerializableCallable<T> callable) {
    return task(callable, 0, null, null, PoolTask.OWN);
  }

  @Override
  public PoolFuture<@Nullable Void> submit(SerializableRunnable runnable) {
    return task(runnable, 0, null, null, null);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Callable<T> callable) {
    return task(callable, 0, null, null, PoolTask.OWN);
  }

  @Override
  public PoolFuture<?> submit(Runnable runnable) {
    return this.<@Nullable Void>task(runnable, 0, null, null, null);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Runnable runnable, T result) {
    return task(runnable, 0, null, null, result);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(
      SerializableRunnable runnable, T result) {
    return task(runnable, 0, null, null, result);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> PoolFuture<R> apply(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return task(function, 1, argument, null, PoolTask.OWN);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      PoolFuture<R> apply(
          SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return task(function, 2, first, second, PoolTask.OWN);
  }

  @Override
  public void execute(Runnable runnable) {
    PoolTask<@Nullable Void> made = task(runnable, 0, null, null, null);
    made.whenDone(made::logFailure);
  }

  @Override
  public void execute(SerializableRunnable runnable) {
    execute((Runnable) runnable);
  }

  // Maps.

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.map(function, 1, Maps.single(items), Maps.size(items));
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> map(
          SerializableBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second) {
    return maps.map(
        function, 2, Maps.pairs(first, second), Math.min(Maps.size(first), Maps.size(second)));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<List<R>> mapAsync(
          SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.mapAsync(function, Maps.single(items), Maps.size(items));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.outcomes(function, Maps.single(items), Maps.size(items));
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.values(function, items, true);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.values(function, items, false);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<Outcome<R>> streamOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return maps.streamOutcomes(function, items);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Gatherer<T, ?, R> gatherer(
      SerializableFunction<? super T, ? extends R> function) {
    return maps.gatherer(function);
  }

  // The pool.

  @Override
  public List<WorkerStatus> workers() {
    return core.workers();
  }

  @Override
  public Insights insights() {
    return core.insights();
  }

  @Override
  public String name() {
    return core.options.name();
  }

  @Override
  public void awaitReady() throws InterruptedException, ExecutionException {
    core.awaitReady();
  }

  @Override
  public void shutdown() {
    refuseToEndByView("shutdown");
    core.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    refuseToEndByView("shutdownNow");
    return core.shutdownNow();
  }

  private void refuseToEndByView(String what) {
    if (view) {
      throw new RefusedException(
          "%s was called on a view of pool %s: call it on the pool itself".formatted(what, name()),
          null);
    }
  }

  @Override
  public boolean isShutdown() {
    return core.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return core.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return core.awaitTermination(timeout, unit);
  }

  /** Waits for what was accepted; a view closes nothing. */
  @Override
  public void close() {
    if (!view) {
      Pool.super.close();
    }
  }

  @Override
  public String toString() {
    return "pool %s of %d workers".formatted(name(), workers().size());
  }
}
