package dev.firebreak.api;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Pool#mapAsync} gives, for who implements a pool. Its dependents may close the pool,
 * which waits for the map: so a map is given up before any of them runs, and none of them runs on a
 * thread that the pool waits for.
 *
 * @param <R> the results
 */
public final class MapFuture<R extends @Nullable Object> extends CompletableFuture<List<R>> {
  /**
   * Milliseconds until it is looked again: a dependent may stand before who waits, and wait too.
   */
  private static final long LOOK = 1;

  private final Executor waiting;
  private final Runnable over;
  private volatile @Nullable Runnable abort;
  private volatile boolean given;

  /**
   * Of a map that has begun.
   *
   * @param waiting runs what may wait
   * @param over the pool need not wait for the map any more; may be run more than once
   */
  public MapFuture(Executor waiting, Runnable over) {
    this.waiting = waiting;
    this.over = over;
  }

  /** From now on, who completes or cancels it gives the map up by this step. */
  public void abortBy(Runnable step) {
    abort = step;
    if (given) {
      step.run();
    }
  }

  /** Runs the map to its end. Its executor has it run on a thread of its own. */
  public void run(Supplier<? extends List<R>> map) {
    Runnable settle;
    try {
      List<R> results = map.get();
      settle = () -> super.complete(results);
    } catch (RuntimeException | Error e) {
      settle = failing(e);
    }
    settle(given ? () -> {} : settle); // its user is about to say how it ends
  }

  /** The map has failed, though its input may go on: it has an end now. Does not wait. */
  public void failed(RuntimeException why) {
    if (given || isDone()) {
      over.run();
      return;
    }
    try {
      waiting.execute(() -> settle(failing(why)));
    } catch (OutOfMemoryError e) {
      over.run(); // there is no thread to be had: it ends with its input
    }
  }

  private Runnable failing(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return () -> super.completeExceptionally(cause);
  }

  /** Has it done, and then the pool told. */
  private void settle(Runnable step) {
    try {
      waiting.execute(step);
      awaitDone();
      over.run();
    } catch (OutOfMemoryError e) { // there is no thread to be had
      over.run();
      step.run();
    }
  }

  /** Waits until it has its end, whatever its dependents do. */
  private void awaitDone() {
    boolean interrupted = false;
    while (!isDone()) {
      try {
        var _ = get(LOOK, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException | CancellationException e) {
        // Whatever it is: isDone says whether it has ended.
      } catch (InterruptedException e) {
        interrupted = true; // the thread gets it back below
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    if (!isDone()) {
      given = true;
      Runnable step = abort;
      if (step != null) {
        step.run();
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    giveUp();
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean complete(List<R> value) {
    giveUp();
    return super.complete(value);
  }

  @Override
  public boolean completeExceptionally(Throwable why) {
    giveUp();
    return super.completeExceptionally(why);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
