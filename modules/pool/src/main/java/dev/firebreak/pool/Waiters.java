package dev.firebreak.pool;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who waits for the end of one task: a stack of threads and actions, woken once. */
final class Waiters extends AtomicReference<Waiters.@Nullable Waiter> {
  private static final long serialVersionUID = 1;

  /** A thread to unpark, or an action to run, which must not wait. */
  static final class Waiter {
    private volatile @Nullable Thread thread;
    private final @Nullable Runnable action;
    @Nullable Waiter next;

    Waiter(@Nullable Thread thread, @Nullable Runnable action) {
      this.thread = thread;
      this.action = action;
    }

    /** It waits no more. */
    void leave() {
      thread = null;
    }

    private boolean left() {
      return thread == null && action == null;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");

  private static final Waiter OVER = new Waiter(null, null);

  /** False if they were woken already. */
  boolean add(Waiter waiter) {
    while (true) {
      Waiter top = get();
      if (top == OVER) {
        return false;
      }
      Waiter below = top;
      while (below != null && below.left()) {
        below = below.next;
      }
      waiter.next = below;
      if (compareAndSet(top, waiter)) {
        return true;
      }
    }
  }

  /**
   * Waits until a task has ended.
   *
   * @param limit nanoseconds; 0 for ever
   * @return whether it has
   */
  boolean await(PoolTask<?> task, long limit) throws InterruptedException {
    Waiter waiter = new Waiter(Thread.currentThread(), null);
    if (!add(waiter)) {
      while (!task.isDone()) { // the one who ends it is between two of its steps
        Thread.onSpinWait();
      }
      return true;
    }
    long deadline = System.nanoTime() + limit;
    try {
      while (!task.isDone()) {
        if (limit == 0) {
          LockSupport.park(task);
        } else {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            return false;
          }
          LockSupport.parkNanos(task, left);
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      waiter.leave();
    }
  }

  /** The same for ever, and whoever interrupts it is heard behind that. */
  static void awaitQuietly(PoolTask<?> task) {
    boolean interrupted = false;
    while (true) {
      try {
        var _ = task.await(0);
        break;
      } catch (InterruptedException e) {
        interrupted = true; // join does not end on it; the caller gets it back below
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Unparks the threads, and runs the actions. */
  void wake() {
    for (Waiter waiter = getAndSet(OVER); waiter != null; waiter = waiter.next) {
      Thread thread = waiter.thread;
      if (thread != null) {
        LockSupport.unpark(thread);
      } else if (waiter.action != null) {
        run(waiter.action);
      }
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      // An executor that takes no more, or no thread to be had: the others are to be woken anyhow.
      LOG.error("an action behind a task was not run", e);
    }
  }
}
