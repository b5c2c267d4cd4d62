package dev.firebreak.api;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a task of a pool may ask and tell. Safe from every thread of the task; {@link #current()}
 * knows it on the task's own thread.
 */
public interface WorkContext {
  /**
   * The context of the task that this thread runs.
   *
   * @throws IllegalStateException if it runs none
   */
  static WorkContext current() {
    Supplier<? extends @Nullable WorkContext> held = Current.HELD.get();
    WorkContext found = held == null ? null : held.get();
    if (found == null) {
      throw new IllegalStateException(
          "this thread runs no task of a pool; take WorkContext.current() on the task's own thread"
              + " and hand it on");
    }
    return found;
  }

  /** The number of the task, as {@link PoolFuture#id()}; -1 in an initializer or finalizer. */
  long task();

  /** The number of the worker, from 1; a worker that takes the place of another has its number. */
  int worker();

  /**
   * Which life of that worker this is, from 1; 0 in the initializer of a spare, which has not taken
   * a worker's place yet.
   */
  int generation();

  /** How often the task was begun, this time included: 1 unless it is retried. */
  int attempt();

  /** Whether the task is to end soon: it was cancelled, its limit struck, or the pool stops. */
  boolean cancelled();

  /** Throws if {@link #cancelled()}. */
  default void checkCancelled() {
    if (cancelled()) {
      throw new CancellationException("the task was cancelled");
    }
  }

  /**
   * Sends a value to the caller, who gets it before the result and while the task runs.
   *
   * @throws IllegalArgumentException if it cannot be sent
   */
  void send(@Nullable Object message);

  /**
   * Tells the caller how far the task is; cheap, as of several in a tenth of a second only the last
   * one goes.
   *
   * @param done so much is done
   * @param total of so much; 0 where that is not known
   */
  void progress(long done, long total);

  /**
   * What this worker keeps from one task to the next; made by the first that asks, and gone with
   * the worker.
   */
  <T> T state(String key, Supplier<? extends T> initial);

  /**
   * Opens a pool of this task's own. The supervisor of this task's pool spawns for it; it may grant
   * nothing that this task was not granted, and it ends with the task.
   *
   * @throws RefusedException if it asks for more than was granted, or is nested too deeply
   */
  Pool openPool(PoolOptions options);

  /** Opens a pool of this task's own with as many workers, and else like this one. */
  default Pool openPool(int workers) {
    return openPool(PoolOptions.DEFAULT.withWorkers(workers));
  }

  /** For the homes of workers: says which task a thread runs. */
  final class Current {
    private static final ThreadLocal<@Nullable Supplier<? extends @Nullable WorkContext>> HELD =
        new ThreadLocal<>();

    private Current() {}

    /**
     * From now on the calling thread runs the tasks that this gives when it is asked, or none while
     * it gives null; asked for, as most tasks have no use for their context. Null for none at all.
     */
    public static void set(@Nullable Supplier<? extends @Nullable WorkContext> running) {
      if (running == null) {
        HELD.remove();
      } else {
        HELD.set(running);
      }
    }
  }
}
