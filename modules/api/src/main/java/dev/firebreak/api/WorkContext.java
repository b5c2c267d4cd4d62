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
   * Opens a pool of this task's own, which does what {@link Pool} says. The supervisor of this
   * task's pool spawns for it, and it ends with the task: its workers are gone when the task has
   * returned, thrown, been cancelled or died, or its pool was closed, whatever they run then.
   *
   * <p>Nothing of it exceeds what this task has:
   *
   * <ul>
   *   <li>grants: modules, capabilities and opened packages of the task's pool; without any, the
   *       same modules and packages, and no capability;
   *   <li>heap: all workers of all pools of one task have together at most what the task's own
   *       worker has, and at least {@link Defaults#LEAST_HEAP} each; a pool that says neither
   *       {@code memory} nor {@code jvm.heap} takes half of what is left, and one of as many
   *       workers as there are processors has fewer where there is no room for them;
   *   <li>numbers: {@link Defaults#NESTED_POOLS} pools, {@link Defaults#NESTED_WORKERS} workers
   *       with their spares, {@link PoolOptions#depth()} levels;
   *   <li>JVM options: those of the task's pool but for the sizes of its heap, and assertions, a
   *       stack of up to 64 MB, a collector, numbers of threads and processors, and {@code -D}
   *       properties that the JDK does not read. Others might load an agent, a module or native
   *       code. Likewise environment variables, but for those that loaders and JVMs read.
   * </ul>
   *
   * <p>What differs from an outermost pool: {@code submit} returns when the task is sent, a moment
   * before the supervisor has it, so order and priority count from then, and what the supervisor
   * refuses (a task that is quarantined, a pool whose workers cannot be started) is told by the
   * task's future; the queue's bound counts what runs as well; items of maps are sent one by one,
   * so {@code chunk} has no effect, and no progress bar is shown; arguments and what a function
   * captures are at most 128 MB each; what is listed of the slowest tasks' arguments are values of
   * the JDK; what {@code execute} throws goes to this task's stderr; {@code output()} of cancelled
   * tasks is kept for the last 64.
   *
   * @throws RefusedException if it asks for more than the task has, or for a {@code program}, as
   *     its workers have the task's classes; the message names what it is
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
