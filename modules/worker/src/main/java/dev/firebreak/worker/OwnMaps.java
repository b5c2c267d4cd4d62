package dev.firebreak.worker;

import dev.firebreak.api.MapFuture;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All that a pool does for its users, by sending single tasks: items of maps too, as what a chunk
 * would save is little where each goes through two JVMs.
 */
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

  /** The items of a map or stream. */
  abstract <R extends @Nullable Object> OwnFlow<R> flow(Object function, boolean ordered);

  /** The items of a map that is accepted as a whole, until it {@link OwnFlow#leave leaves}. */
  abstract <R extends @Nullable Object> OwnFlow<R> accepted(Object function);

  /** How many items of a stream are on their way. */
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

  /** What it throws is its user's to see, in the output of the task that submitted it. */
  @Override
  public void execute(Runnable task) {
    OwnTask<@Nullable Void> sent = send(task, 0, null, null, null);
    sent.whenDone(() -> {
      if (!sent.isCancelled() && sent.failed()) {
        sent.exceptionNow().printStackTrace();
      }
    });
  }

  @Override
  public void execute(SerializableRunnable task) {
    execute((Runnable) task);
  }

  // Maps.

  private static Iterator<Object[]> single(Iterable<?> items) {
    Iterator<?> all = items.iterator();
    return new Iterator<>() {
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

  private static Iterator<Object[]> pairs(Iterable<?> first, Iterable<?> second) {
    Iterator<?> left = first.iterator();
    Iterator<?> right = second.iterator();
    return new Iterator<>() {
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

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, R>now(function, single(items), true, OwnTask::join);
  }

  @Override
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> map(
          SerializableBiFunction<? super A, ? super B, ? extends R> function,
          Iterable<? extends A> first,
          Iterable<? extends B> second) {
    return this.<R, R>now(function, pairs(first, second), true, OwnTask::join);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<List<R>> mapAsync(
          SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    Iterator<Object[]> input = single(items);
    OwnFlow<R> flow;
    try {
      flow = accepted(function);
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    MapFuture<R> whole = new MapFuture<>(OwnTask.WAITING, flow::leave);
    whole.abortBy(() -> flow.abort(new CancellationException("the map was cancelled")));
    flow.whenFailed(whole::failed);
    try {
      OwnTask.WAITING.execute(() -> whole.run(() -> flow.all(input, true, OwnTask::join)));
    } catch (OutOfMemoryError e) {
      flow.giveUp();
      flow.leave();
      throw e;
    }
    return whole;
  }

  private <R extends @Nullable Object, X> List<X> now(
      Object function, Iterator<Object[]> items, boolean failFast, Function<OwnTask<R>, X> take) {
    OwnFlow<R> flow = accepted(function);
    try {
      return flow.all(items, failFast, take);
    } finally {
      flow.leave();
    }
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> List<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, Outcome<R>>now(function, single(items), false, OwnTask::outcome);
  }

  private <R extends @Nullable Object, X> Stream<X> streamed(
      Object function, Iterable<?> items, boolean ordered, Function<OwnTask<R>, X> take) {
    OwnFlow<R> flow = flow(function, ordered);
    Iterator<Object[]> input = single(items);
    Iterator<X> results =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            while (flow.isOpen() && flow.size() < window() && input.hasNext()) {
              flow.offer(input.next());
            }
            return flow.size() > 0;
          }

          @Override
          public X next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            try {
              return take.apply(flow.next());
            } catch (RuntimeException e) {
              flow.giveUp();
              throw e;
            }
          }
        };
    int traits = ordered ? Spliterator.ORDERED : 0;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, traits), false)
        .onClose(flow::giveUp);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, R>streamed(function, items, true, OwnTask::join);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> streamUnordered(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, R>streamed(function, items, false, OwnTask::join);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<Outcome<R>> streamOutcomes(
      SerializableFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
    return this.<R, Outcome<R>>streamed(function, items, true, OwnTask::outcome);
  }

  @Override
  public <T extends @Nullable Object, R extends @Nullable Object> Gatherer<T, ?, R> gatherer(
      SerializableFunction<? super T, ? extends R> function) {
    return Gatherer.<T, OwnFlow<R>, R>ofSequential(
        () -> flow(function, true),
        (flow, item, downstream) -> {
          if (downstream.isRejecting()) {
            flow.giveUp();
            return false;
          }
          flow.offer(item);
          return flow.size() < window() || pushed(flow, downstream::push);
        },
        (flow, downstream) -> {
          boolean more = true;
          while (more && flow.size() > 0) {
            more = pushed(flow, downstream::push);
          }
          flow.giveUp();
        });
  }

  private static <R extends @Nullable Object> boolean pushed(
      OwnFlow<R> flow, Predicate<? super R> taker) {
    try {
      return taker.test(flow.next().join());
    } catch (RuntimeException | Error e) {
      flow.giveUp(); // nobody else learns that no more is taken
      throw e;
    }
  }
}
