package dev.firebreak.pool;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task as a stage for others to depend on; to cancel it cancels the task. */
final class Stage<T extends @Nullable Object> extends CompletableFuture<T> {
  private final PoolTask<T> task;

  Stage(PoolTask<T> task) {
    this.task = task;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean first = super.cancel(mayInterruptIfRunning);
    if (first) {
      task.cancel(mayInterruptIfRunning);
    }
    return first;
  }

  void cancelQuietly() {
    super.cancel(false);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
