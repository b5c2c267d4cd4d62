package dev.firebreak.worker;

import dev.firebreak.api.WorkContext;
import dev.firebreak.link.ToWorker;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which item runs, and who wants it to end.
 * <!-- For maintainers. The loop's thread writes `current` before each item, without a lock; the
 * thread that reads the link looks at it under the lock, and interrupts under it. So the loop, which
 * takes the lock after it has written and if that thread reads at all, can then clear what was meant
 * for the item before, and what comes later is meant for the new one. -->
 */
final class Cancels implements Supplier<@Nullable WorkContext> {
  private final Desk desk;
  private final Thread thread;
  private final Map<Long, Boolean> ahead = new HashMap<>();
  private volatile long current = ItemContext.NONE;
  private volatile boolean someAhead;
  private long cancelled = ItemContext.NONE;
  private @Nullable ItemContext context;

  // What a context of the running item is made of; the loop's own.
  private boolean runs;
  private boolean last;
  private long task;
  private int attempt;

  /** For items that run on the calling thread. */
  Cancels(Desk desk) {
    this.desk = desk;
    this.thread = Thread.currentThread();
  }

  /**
   * The thread runs that from now on.
   *
   * @param read whether another thread reads the link; asked when this one has said what it runs,
   *     as that one may begin to read in between
   */
  void begin(long item, long itsTask, int itsAttempt, BooleanSupplier read) {
    task = itsTask;
    attempt = itsAttempt;
    runs = true;
    context = null;
    current = item;
    if (read.getAsBoolean()) {
      settle();
    }
    // What is left from the item before, or was meant for it.
    Thread.interrupted();
    if (someAhead) {
      catchUp(item);
    }
  }

  /** As {@link #begin} for what is no item: an initializer, or a finalizer. */
  void aside(boolean finalizer) {
    last = finalizer;
    begin(ItemContext.NONE, ItemContext.NONE, 1, () -> true);
  }

  /** It has ended. */
  void end() {
    runs = false;
  }

  /** Whether it has sent anything. */
  boolean sent() {
    ItemContext some = context;
    return some != null && some.sent();
  }

  /** The task of what runs, or ran last. */
  long task() {
    return task;
  }

  private synchronized void settle() {}

  private synchronized void catchUp(long item) {
    Boolean interrupt = ahead.remove(item);
    ahead.keySet().removeIf(other -> other < item); // of those that were taken back
    someAhead = !ahead.isEmpty();
    if (interrupt != null) {
      cancelled = item;
      if (interrupt) {
        thread.interrupt();
      }
    }
  }

  /** Hears that an item is to end; from the thread that reads the link. */
  synchronized void hear(ToWorker.Cancel cancel) {
    long item = cancel.item();
    long now = current;
    if (item > now) {
      ahead.put(item, cancel.interrupt());
      someAhead = true;
    } else if (item == now) {
      cancelled = item;
      ItemContext some = context;
      if (some != null && some.item() == item) {
        some.cancel();
      }
      if (cancel.interrupt()) {
        interrupt();
      }
    }
  }

  /** Interrupts what runs; what has ended is left alone, as then its own thread reads the link. */
  synchronized void interrupt() {
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  /** The context of what runs; for its own thread. */
  @Override
  public @Nullable WorkContext get() {
    if (!runs) {
      return null;
    }
    ItemContext some = context;
    return some == null ? make() : some;
  }

  private synchronized ItemContext make() {
    long item = current;
    ItemContext made = new ItemContext(desk, item, task, attempt, last);
    if (item != ItemContext.NONE && cancelled == item) {
      made.cancel();
    }
    context = made;
    return made;
  }
}
