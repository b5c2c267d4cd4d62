package dev.firebreak.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A task of a pool.
 *
 * <p>{@link #get()} throws an {@link ExecutionException} whose cause is what the task threw, or a
 * {@link PoolException} that says why there is no result. {@code cancel(true)} of a running task
 * really ends it: it is asked, then interrupted, then its worker gets SIGTERM, then SIGKILL, and is
 * replaced. {@code cancel(false)} cancels it only if it was not begun, and otherwise asks it to
 * end.
 *
 * @param <T> the result
 */
public interface PoolFuture<T extends @Nullable Object> extends Future<T> {
  /** A number that no other task of this pool has. */
  long id();

  /**
   * Waits for the result.
   *
   * @throws PoolException why there is none
   * @throws CancellationException if it was cancelled
   */
  T join();

  /** How it ended; waits for that. */
  Outcome<T> outcome();

  /**
   * The same as a stage for others to depend on, whose actions run on threads of their own, so that
   * they may wait and submit. Cancelling it cancels the task.
   */
  CompletableFuture<T> toCompletableFuture();

  /**
   * What it has written so far to stdout and stderr, by Java, by native code or by processes that
   * it started; when it has ended, all of it, also after a crash.
   */
  TaskOutput output();

  /** The worker that ran it or runs it, as in {@code worker-2#1 (pid 4711)}; empty before. */
  String worker();
}
