package dev.firebreak.worker;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.api.WorkerDiedException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A task of a task's own pool; completed by the thread that deals with replies. */
final class OwnTask<T extends @Nullable Object> implements PoolFuture<T> {
  private final OwnPool pool;
  private final long id;
  private final @Nullable Object instead;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /** Its future gives its own result. */
  static final Object OWN = new Object();

  OwnTask(OwnPool pool, long id, @Nullable Object instead) {
    this.pool = pool;
    this.id = id;
    this.instead = instead;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the task returned, or was submitted with
  void succeed(@Nullable Object value) {
    result.complete((T) (instead == OWN ? value : instead));
  }

  void fail(RuntimeException why) {
    result.completeExceptionally(why);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean first = result.cancel(false);
    if (first) {
      pool.cancel(id, mayInterruptIfRunning);
    }
    return first;
  }

  @Override
  public boolean isCancelled() {
    return result.isCancelled();
  }

  @Override
  public boolean isDone() {
    return result.isDone();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return result.get(timeout, unit);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static ExecutionException unwrapped(ExecutionException e) {
    Throwable why = e.getCause();
    Throwable thrown = why instanceof TaskException ? why.getCause() : why;
    return new ExecutionException(
        why == null ? e.getMessage() : why.getMessage(), thrown == null ? why : thrown);
  }

  @Override
  public T join() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw e;
    }
  }

  @Override
  public Outcome<T> outcome() {
    try {
      return new Outcome.Value<>(join());
    } catch (LimitException e) {
      return new Outcome.Timeout<>(e);
    } catch (WorkerDiedException e) {
      return new Outcome.Crash<>(e);
    } catch (CancellationException e) {
      throw e;
    } catch (PoolException e) {
      return new Outcome.Failure<>(e);
    }
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    CompletableFuture<T> stage = result.copy();
    var _ =
        stage.whenComplete((value, failure) -> {
          if (stage.isCancelled()) {
            cancel(true);
          }
        });
    return stage;
  }

  /** Nothing: what a task's own tasks write is in the logs of the outermost pool. */
  @Override
  public TaskOutput output() {
    return TaskOutput.EMPTY;
  }

  @Override
  public String worker() {
    return "";
  }
}
