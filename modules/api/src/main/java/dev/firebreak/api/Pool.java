package dev.firebreak.api;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers that run tasks, each worker one at a time. In a pool of processes every worker is a JVM
 * of its own: a crash, an exit, a full heap or a hang costs exactly the task that was running.
 *
 * <p>It behaves as {@link ExecutorService} says, so it takes a thread pool's place wherever tasks
 * do not share memory: what a task captures, its arguments and its result are copied. What can be
 * sent: records, enums, strings, numbers, arrays, collections, java.time and the like both ways;
 * lambdas and other Serializable objects to the worker only. What cannot fails at once, with a
 * {@link RefusedException} that names the path to it.
 *
 * <p>A task is begun at most once, unless its {@link Retry} says that twice does no harm. The
 * future of each task completes exactly once, whatever dies. All methods may be called from every
 * thread, also from an action that depends on a task.
 */
public interface Pool extends ExecutorService {
  /** Submits a task with a result. A lambda needs no cast. */
  <T extends @Nullable Object> PoolFuture<T> submit(SerializableCallable<T> task);

  /** Submits a task without a result; its future gives null. */
  PoolFuture<@Nullable Void> submit(SerializableRunnable task);

  @Override
  <T extends @Nullable Object> PoolFuture<T> submit(Callable<T> task);

  @Override
  PoolFuture<?> submit(Runnable task);

  @Override
  <T extends @Nullable Object> PoolFuture<T> submit(Runnable task, T result);

  /** Runs a task whose end nobody waits for; what it throws is logged. */
  void execute(SerializableRunnable task);

  /** Submits a task without a result; its future gives that value. */
  <T extends @Nullable Object> PoolFuture<T> submit(SerializableRunnable task, T result);

  /** Applies a function to an argument: what is captured is sent once, the argument each time. */
  <T extends @Nullable Object, R extends @Nullable Object> PoolFuture<R> apply(
      SerializableFunction<? super T, ? extends R> function, T argument);

  /** Applies a function to two arguments. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      PoolFuture<R> apply(
          SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

  /**
   * The counterpart of {@code CompletableFuture.supplyAsync(task, pool)}, which relies on shared
   * memory. Actions that depend on it run on threads of their own.
   */
  default <T extends @Nullable Object> CompletableFuture<T> supply(SerializableCallable<T> task) {
    return submit(task).toCompletableFuture();
  }

  /** The counterpart of {@code CompletableFuture.runAsync}. */
  default CompletableFuture<@Nullable Void> run(SerializableRunnable task) {
    return submit(task).toCompletableFuture();
  }

  /**
   * Applies a function to each item and waits for all results, in the order of the items. Items are
   * sent in chunks, and each is still a task of its own: one that kills its worker fails alone.
   *
   * @throws PoolException for the first item that has no result; the others are cancelled
   */
  <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /** Applies a function to pairs, until the shorter of the two ends. */
  <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableBiFunction<? super A, ? super B, ? extends R> function,
      Iterable<? extends A> first,
      Iterable<? extends B> second);

  /**
   * As {@link #map}, without waiting. Cancelling it cancels what is left; a pool that is closed
   * meanwhile ends behind it.
   */
  <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /** As {@link #map}, but no item fails the others: how each of them ended, in order. */
  <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /**
   * As {@link #map}, lazily: items are pulled as results are, so the input may be infinite. What is
   * on its way is bounded by {@link PoolOptions#inFlight()} and its bytes. Close the stream, or
   * read it to its end.
   */
  <T extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /** As {@link #stream}, each result as soon as it is there. */
  <T extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /** As {@link #stream}, with how each item ended. */
  <T extends @Nullable Object, R extends @Nullable Object> Stream<Outcome<R>> streamOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items);

  /**
   * Spreads a step of a stream over the workers: {@code stream.gather(pool.gatherer(f))} is {@code
   * stream.map(f)}, in order, with as much in flight as the pool allows.
   */
  <T extends @Nullable Object, R extends @Nullable Object> Gatherer<T, ?, R> gatherer(
      SerializableFunction<? super T, ? extends R> function);

  /** Hands out tasks in the order in which they end. */
  default <T extends @Nullable Object> PoolCompletionService<T> completionService() {
    return new Completions<>(this);
  }

  @Override
  default <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return Invocations.all(this, tasks, 0);
  }

  @Override
  default <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return Invocations.all(this, tasks, Math.max(1, unit.toNanos(timeout)));
  }

  @Override
  default <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return Invocations.any(this, tasks, 0);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // there is no limit
    }
  }

  @Override
  default <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Invocations.any(this, tasks, Math.max(1, unit.toNanos(timeout)));
  }

  /**
   * This pool, with something special about the tasks that are submitted through the result. It is
   * a view: to close it does nothing.
   */
  Pool with(UnaryOperator<TaskOptions> change);

  /** How the workers are. */
  List<WorkerStatus> workers();

  /** What the pool has measured since it was opened. */
  Insights insights();

  /** Its name. */
  String name();

  /**
   * Waits until a task has a worker to run on.
   *
   * @throws ExecutionException if none can be started; the cause says why
   */
  void awaitReady() throws InterruptedException, ExecutionException;
}
