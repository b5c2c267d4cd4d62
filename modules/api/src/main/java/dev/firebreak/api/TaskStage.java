package dev.firebreak.api;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task as a stage for others to depend on; to cancel it cancels the task. */
final class TaskStage<T extends @Nullable Object> extends CompletableFuture<T> {
  private final PoolFuture<T> task;

  private TaskStage(PoolFuture<T> task) {
    this.task = task;
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(PoolFuture<T> task) {
    TaskStage<T> stage = new TaskStage<>(task);
    task.whenDone(() -> {
      try {
        stage.complete(task.join());
      } catch (CancellationException e) {
        stage.cancelQuietly();
      } catch (RuntimeException | Error e) {
        stage.completeExceptionally(e);
      }
    });
    return stage;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!isDone()) {
      var _ = task.cancel(mayInterruptIfRunning); // before its dependents, which may wait for it
    }
    return super.cancel(mayInterruptIfRunning);
  }

  private void cancelQuietly() {
    super.cancel(false);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
