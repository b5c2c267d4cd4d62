package dev.firebreak.worker;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Pool;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.WorkerStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task's own pool as that task sees it, or a view of it with options for the tasks submitted
 * through it.
 */
final class OwnPool extends OwnMaps {
  private final OwnCore core;
  private final TaskOptions task;
  private final boolean view;

  OwnPool(OwnCore core) {
    this(core, TaskOptions.DEFAULT, false);
  }

  private OwnPool(OwnCore core, TaskOptions task, boolean view) {
    this.core = core;
    this.task = task;
    this.view = view;
  }

  @Override
  <T extends @Nullable Object> OwnTask<T> send(
      Object function,
      int arguments,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object instead) {
    Objects.requireNonNull(function, "task");
    @Nullable Object[] values =
        arguments == 0
            ? new Object[0]
            : arguments == 1 ? new Object[] {first} : new Object[] {first, second};
    return core.send(core.functions().of(function, false), task, values, instead, null, null);
  }

  @Override
  <R extends @Nullable Object> OwnFlow<R> flow(Object function, boolean ordered) {
    return new OwnFlow<>(core, task, function, ordered, null);
  }

  @Override
  <R extends @Nullable Object> OwnFlow<R> accepted(Object function) {
    OwnGate.Accepted map = core.begin();
    try {
      return new OwnFlow<>(core, task, function, true, map);
    } catch (RuntimeException | Error e) {
      core.ended(map);
      throw e;
    }
  }

  @Override
  int window() {
    return core.options().inFlight();
  }

  @Override
  public Pool with(UnaryOperator<TaskOptions> change) {
    return new OwnPool(core, change.apply(task), true);
  }

  @Override
  public List<WorkerStatus> workers() {
    return core.questions().workers();
  }

  @Override
  public Insights insights() {
    return core.questions().insights();
  }

  @Override
  public String name() {
    return core.name();
  }

  @Override
  public void awaitReady() throws InterruptedException, ExecutionException {
    core.questions().awaitReady();
  }

  @Override
  public void shutdown() {
    refuseToEndByView("shutdown");
    core.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    refuseToEndByView("shutdownNow");
    return core.shutdownNow();
  }

  private void refuseToEndByView(String what) {
    if (view) {
      throw new RefusedException(
          what + " was called on a view of pool " + name() + ": call it on the pool itself", null);
    }
  }

  @Override
  public boolean isShutdown() {
    return core.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return core.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return core.awaitTermination(timeout, unit);
  }

  /** Waits for what was accepted; a view closes nothing. */
  @Override
  public void close() {
    if (!view) {
      super.close();
    }
  }

  @Override
  public String toString() {
    return "pool " + name() + " of a task";
  }
}
