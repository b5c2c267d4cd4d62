package dev.firebreak.worker;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a pool does for its users, by sending single tasks. */
abstract class OwnMaps implements Pool {
  /**
   * Sends a task.
   *
   * @param instead what its future gives; {@link OwnTask#OWN} for its own result
   */
  abstract <T extends @Nullable Object> OwnTask<T> send(
      Object function,
      int arguments,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object instead);

  /** How many items of a map are on their way. */
  abstract int window();

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(SerializableCallable<T> task) {
    return send(task, 0, null, null, OwnTask.OWN);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Callable<T> task) {
    return send(task, 0, null, null, OwnTask.OWN);
  }

  @Override
  public PoolFuture<@Nullable Void> submit(SerializableRunnable task) {
    return send(task, 0, null, null, null);
  }

  @Override
  public PoolFuture<?> submit(Runnable task) {
    return this.<@Nullable Void>send(task, 0, null, null, null);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(SerializableRunnable task, T result) {
    return send(task, 0, null, null, result);
  }

  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Runnable task, T result) {
    return send(task, 0, null, null, result);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> PoolFuture<R> apply(
      SerializableFunction<? super T, ? extends R> function, T argument) {
    return send(function, 1, argument, null, OwnTask.OWN);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      PoolFuture<R> apply(
          SerializableBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
    return send(function, 2, first, second, OwnTask.OWN);
  }

  @Override
  public void execute(Runnable task) {
    var _ = this.<@Nullable Void>send(task, 0, null, null, null);
  }

  @Override
  public void execute(SerializableRunnable task) {
    execute((Runnable) task);
  }

  @Override
  public <T extends @Nullable Object> CompletableFuture<T> supply(SerializableCallable<T> task) {
    return submit(task).toCompletableFuture();
  }

  @Override
  public CompletableFuture<@Nullable Void> run(SerializableRunnable task) {
    return submit(task).toCompletableFuture();
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    long begun = System.nanoTime();
    boolean whole = false;
    try {
      for (Callable<T> task : tasks) {
        futures.add(submit(task));
      }
      for (Future<T> future : futures) {
        long left = unit.toNanos(timeout) - (System.nanoTime() - begun);
        try {
          future.get(left, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
          // Its future tells it.
        } catch (TimeoutException e) {
          return futures; // what has not ended is cancelled below
        }
      }
      whole = true;
      return futures;
    } finally {
      if (!whole) {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e); // in some centuries
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("invokeAny of no task");
    }
    List<CompletableFuture<T>> futures = new ArrayList<>();
    CompletableFuture<T> first = new CompletableFuture<>();
    java.util.concurrent.atomic.AtomicInteger left =
        new java.util.concurrent.atomic.AtomicInteger(tasks.size());
    try {
      for (Callable<T> task : tasks) {
        CompletableFuture<T> future = submit(task).toCompletableFuture();
        futures.add(future);
        var _ =
            future.whenComplete((value, failure) -> {
              if (failure == null) {
                first.complete(value);
              } else if (left.decrementAndGet() == 0) {
                first.completeExceptionally(failure);
              }
            });
      }
      return first.get(timeout, unit);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  // Maps: a window of single tasks.

  private static Iterable<Object[]> single(Iterable<?> items) {
    Iterator<?> all = items.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Object[] next() {
            return new Object[] {all.next()};
          }
        };
  }

  private static Iterable<Object[]> pairs(Iterable<?> first, Iterable<?> second) {
    Iterator<?> left = first.iterator();
    Iterator<?> right = second.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return left.hasNext() && right.hasNext();
          }

          @Override
          public Object[] next() {
            return new Object[] {left.next(), right.next()};
          }
        };
  }

  /** Results in the order of the items, with at most a window of them on their way. */
  private final class Ahead<R extends @Nullable Object, X> implements Iterator<X> {
    private final Object function;
    private final Iterator<Object[]> items;
    private final Function<OwnTask<R>, X> take;
    private final ArrayDeque<OwnTask<R>> sent = new ArrayDeque<>();

    Ahead(Object function, Iterable<Object[]> items, Function<OwnTask<R>, X> take) {
      this.function = function;
      this.items = items.iterator();
      this.take = take;
    }

    @Override
    public boolean hasNext() {
      while (sent.size() < window() && items.hasNext()) {
        Object[] each = items.next();
        sent.add(
            send(function, each.length, each[0], each.length > 1 ? each[1] : null, OwnTask.OWN));
      }
      return !sent.isEmpty();
    }

    @Override
    public X next() {
      try {
        return take.apply(sent.remove());
      } catch (RuntimeException e) {
        cancel();
        throw e;
      }
    }

    void cancel() {
      sent.forEach(task -> task.cancel(true));
    }
  }

  private <R extends @Nullable Object, X> List<X> all(
      Object function, Iterable<Object[]> items, Function<OwnTask<R>, X> take) {
    List<X> results = new ArrayList<>();
    new Ahead<>(function, items, take).forEachRemaining(results::add);
    return results;
  }

  private <R extends @Nullable Object, X> Stream<X> flow(
      Object function, Iterable<?> items, Function<OwnTask<R>, X> take) {
    Ahead<R, X> ahead = new Ahead<>(function, single(items), take);
    return Stream.generate(() -> ahead)
        .takeWhile(Iterator::hasNext)
        .map(Iterator::next)
        .onClose(ahead::cancel);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, R>all(function, single(items), OwnTask::join);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> map(
          SerializableBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second) {
    return this.<R, R>all(function, pairs(first, second), OwnTask::join);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<List<R>> mapAsync(
          SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    CompletableFuture<List<R>> whole = new CompletableFuture<>();
    Daemon.start(
        () -> {
          try {
            whole.complete(map(function, items));
          } catch (RuntimeException | Error e) {
            whole.completeExceptionally(e);
          }
        },
        "firebreak-map");
    return whole;
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, Outcome<R>>all(function, single(items), OwnTask::outcome);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, R>flow(function, items, OwnTask::join);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return stream(function, items);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<Outcome<R>> streamOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, Outcome<R>>flow(function, items, OwnTask::outcome);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Gatherer<T, ?, R> gatherer(
      SerializableFunction<? super T, ? extends R> function) {
    return Gatherer.<T, ArrayDeque<OwnTask<R>>, R>ofSequential(
        ArrayDeque::new,
        (sent, item, downstream) -> {
          sent.add(send(function, 1, item, null, OwnTask.OWN));
          return sent.size() < window() || downstream.push(sent.remove().join());
        },
        (sent, downstream) -> {
          while (!sent.isEmpty() && downstream.push(sent.remove().join())) {}
          sent.forEach(task -> task.cancel(true));
        });
  }
}
