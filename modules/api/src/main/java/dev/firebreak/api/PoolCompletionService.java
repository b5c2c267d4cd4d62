package dev.firebreak.api;

import java.util.concurrent.CompletionService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the tasks that were submitted to it in the order in which they end.
 *
 * @param <T> the results
 */
public interface PoolCompletionService<T extends @Nullable Object> extends CompletionService<T> {
  /** Submits a task, of a lambda without a cast. */
  PoolFuture<T> submit(SerializableCallable<T> task);

  /** The number of tasks that were submitted and not yet taken. */
  int pending();

  /** The next that ended; waits for it. */
  @Override
  Future<T> take() throws InterruptedException;
}
