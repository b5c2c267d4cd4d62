package dev.firebreak.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** invokeAll and invokeAny, as ExecutorService defines them. */
final class Invocations {
  private Invocations() {}

  /**
   * @param nanos how long to wait at most; 0 for no limit
   */
  static <T extends @Nullable Object> List<Future<T>> all(
      Pool pool, Collection<? extends Callable<T>> tasks, long nanos) throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>(tasks.size());
    long deadline = System.nanoTime() + nanos;
    boolean whole = false;
    try {
      for (Callable<T> task : tasks) {
        futures.add(unlessInterrupted(() -> pool.submit(task)));
      }
      for (Future<T> future : futures) {
        if (nanos == 0) {
          awaitEnd(future, Long.MAX_VALUE);
        } else if (!awaitEnd(future, deadline - System.nanoTime())) {
          return futures; // what has not ended by then is cancelled below
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

  /**
   * A pool that is full may wait in a submit, which says in its own words that it was interrupted.
   */
  private static <F> F unlessInterrupted(Supplier<F> submit) throws InterruptedException {
    try {
      return submit.get();
    } catch (RefusedException e) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }

  private static boolean awaitEnd(Future<?> future, long nanos) throws InterruptedException {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true; // its future tells it
    }
  }

  /**
   * @param nanos how long to wait at most; 0 for no limit
   */
  static <T extends @Nullable Object> T any(
      Pool pool, Collection<? extends Callable<T>> tasks, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("invokeAny of no task");
    }
    PoolCompletionService<T> ends = pool.completionService();
    List<Future<T>> futures = new ArrayList<>(tasks.size());
    long deadline = System.nanoTime() + nanos;
    try {
      for (Callable<T> task : tasks) {
        futures.add(unlessInterrupted(() -> ends.submit(task)));
      }
      ExecutionException last = null;
      for (int left = futures.size(); left > 0; left--) {
        Future<T> ended =
            nanos == 0
                ? ends.take()
                : ends.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (ended == null) {
          throw new TimeoutException("none of " + tasks.size() + " tasks had a result in time");
        }
        try {
          return ended.get();
        } catch (ExecutionException e) {
          last = e;
        } catch (CancellationException e) {
          last = new ExecutionException(e);
        }
      }
      throw Objects.requireNonNull(last);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }
}
