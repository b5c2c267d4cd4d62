package dev.firebreak.worker;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WhenFull;
import org.jspecify.annotations.Nullable;

/**
 * How much of one pool is on its way. It is held against the pool's own bounds here, in the JVM
 * that submits, so that who waits for room waits here and holds up nobody else.
 */
final class OwnRoom {
  private final String name;
  private final PoolOptions options;
  private final OwnPools all;
  private int tasks;
  private long bytes;
  private boolean over;

  OwnRoom(String name, PoolOptions options, OwnPools all) {
    this.name = name;
    this.options = options;
    this.all = all;
  }

  /**
   * Takes room for a task; waits for it, or says why not, as the options say.
   *
   * @return null if it has it; else why the task's future is to fail
   */
  synchronized @Nullable RefusedException take(long size) {
    while (!over && full(size)) {
      String why =
          "pool "
              + name
              + " is full: "
              + tasks
              + " tasks of "
              + bytes
              + " bytes run or wait (queue "
              + options.queue()
              + ", queueBytes "
              + options.queueBytes().bytes()
              + ")";
      if (options.whenFull() == WhenFull.REJECT) {
        throw new RefusedException(why, null);
      }
      if (options.whenFull() == WhenFull.FAIL_FUTURE) {
        return new RefusedException(why, null);
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RefusedException(why + "; the submitter was interrupted while it waited", null);
      }
    }
    tasks++;
    bytes += size;
    all.take(size);
    return null;
  }

  private boolean full(long size) {
    // As many as it has workers do not wait; one that is larger than the bound goes alone.
    return (tasks > 0
            && (tasks >= options.queue() + (long) options.maxWorkers()
                || bytes + size > options.queueBytes().bytes()))
        || !all.has(size);
  }

  /** A task has ended. */
  synchronized void give(long size) {
    tasks--;
    bytes -= size;
    all.give(size);
    notifyAll();
  }

  /** Others have given room back. */
  synchronized void look() {
    notifyAll();
  }

  /** Nobody waits any more: what comes is refused. */
  synchronized void close() {
    over = true;
    notifyAll();
  }
}
