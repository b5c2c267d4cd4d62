package dev.firebreak.api;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A task of a pool.
 *
 * <p>{@link #get()} throws an {@link ExecutionException} whose cause is what the task threw, or a
 * {@link PoolException} that says why there is no result. {@code cancel(true)} of a running task
 * really ends it: it is asked, then interrupted, then its worker gets SIGTERM, then SIGKILL, and is
 * replaced; {@link #ended()} says which of these did it. {@code cancel(false)} cancels it only if
 * it was not begun, and otherwise asks it to end.
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
  default CompletableFuture<T> toCompletableFuture() {
    return TaskStage.of(this);
  }

  /**
   * Runs an action when it has ended, on a thread that may wait and submit: one of its own, or the
   * calling one if it has ended already. What it throws is for the handler of uncaught exceptions,
   * or the caller.
   */
  void whenDone(Runnable action);

  /**
   * The same by an executor. One that runs it at once, {@code Runnable::run}, has it run on the
   * thread that takes results, in the order in which a worker's tasks end: it must not wait then,
   * nor throw. If it has ended already, the executor is called at once.
   */
  void whenDone(Runnable action, Executor executor);

  /**
   * Completes when nothing of it runs any more, with the step that ended it. {@link #get()} of a
   * cancelled task throws at once, as {@link Future} says, while its worker may take seconds to be
   * rid of it: this is when that is done, and how. {@link Rung#ASK} is also the answer where the
   * task had come to its own end meanwhile. Empty where nobody ended it, where it was never begun,
   * where its worker died by itself, and where a thread was abandoned, as it cannot be killed.
   *
   * <p>In a pool of a task's own it completes with the result, and is always empty.
   */
  default CompletableFuture<Optional<Rung>> ended() {
    return toCompletableFuture().handle((_, _) -> Optional.empty());
  }

  /**
   * What it has written so far to stdout and stderr, by Java, by native code or by processes that
   * it started; when it has ended, all of it, also after a crash.
   */
  TaskOutput output();

  /** The worker that ran it or runs it, as in {@code worker-2#1 (pid 4711)}; empty before. */
  String worker();
}
