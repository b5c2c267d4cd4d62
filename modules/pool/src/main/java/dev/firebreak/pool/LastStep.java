package dev.firebreak.pool;

import dev.firebreak.api.Rung;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** By which step of its ladder a task was ended, told when nothing of it runs any more. */
final class LastStep {
  private final CompletableFuture<Optional<Rung>> told = new CompletableFuture<>();
  private volatile @Nullable Rung step;

  /** It ends, or has, behind that step; null if no step did it. */
  void struck(@Nullable Rung by) {
    step = by;
  }

  /** Nothing of it runs any more. */
  void over() {
    told.complete(Optional.ofNullable(step));
  }

  /** The same where others hold a lock, or read a link. */
  void over(Executor executor) {
    executor.execute(this::over);
  }

  CompletableFuture<Optional<Rung>> future() {
    return told.copy();
  }
}
