package dev.firebreak.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Who waits for the end of one task: a stack of threads and actions, woken once. */
final class Waiters extends AtomicReference<Waiters.@Nullable Waiter> {
  private static final long serialVersionUID = 1;

  /** A thread to unpark, or an action to run. */
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

  /** Unparks the threads, and has the actions run. */
  void wake(Executor executor) {
    for (Waiter waiter = getAndSet(OVER); waiter != null; waiter = waiter.next) {
      Thread thread = waiter.thread;
      if (thread != null) {
        LockSupport.unpark(thread);
      } else if (waiter.action != null) {
        executor.execute(waiter.action);
      }
    }
  }
}
