package dev.firebreak.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a thread of its own.
 *
 * <p>For maintainers: {@code inbox} is the only thing shared; {@code timers} belongs to the thread.
 * A timer that is set from outside is posted. An action that throws is a bug of ours: it is told
 * and the loop goes on, as children must not be lost with it.
 */
public final class LoopThread implements Loop, AutoCloseable {
  private static final class Due implements Timer {
    private final long at;
    private final long order;
    private final Runnable action;
    private volatile boolean cancelled;

    Due(long at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    long at() {
      return at;
    }

    long order() {
      return order;
    }
  }

  private final LinkedBlockingDeque<Runnable> inbox = new LinkedBlockingDeque<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final AtomicLong orders = new AtomicLong();
  private final long origin = System.nanoTime() - 1;
  private final Consumer<Throwable> bug;
  private final Thread thread;
  private boolean over; // of the loop thread

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param bug told what an action threw
   */
  public LoopThread(String name, Consumer<Throwable> bug) {
    this.bug = bug;
    this.thread = Thread.ofPlatform().name(name).daemon(true).start(this::run);
  }

  @Override
  public void post(Runnable action) {
    inbox.add(action);
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    long now = nanos();
    // "For ever" is a delay too: its sum must not be in the past.
    long at = now + Math.min(TimeUnit.NANOSECONDS.convert(delay), Long.MAX_VALUE - now);
    Due due = new Due(at, orders.getAndIncrement(), action);
    if (Thread.currentThread() == thread) {
      timers.add(due);
    } else {
      post(() -> timers.add(due));
    }
    return due;
  }

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  /** Ends the thread behind all that was posted, and waits for it unless it is the caller. */
  @Override
  public void close() {
    post(() -> over = true);
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the caller sees it when the loop has ended
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!over) {
      Runnable next = await();
      if (next != null) {
        attempt(next);
      }
      runDue();
    }
  }

  private @Nullable Runnable await() {
    try {
      Due first = timers.peek();
      return first == null ? inbox.take() : inbox.poll(first.at() - nanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return null; // nobody interrupts this thread to a purpose; the loop goes on
    }
  }

  private void runDue() {
    for (Due due = timers.peek(); due != null && due.at() <= nanos(); due = timers.peek()) {
      timers.poll();
      if (!due.cancelled) {
        attempt(due.action);
      }
    }
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      tell(e);
    }
  }

  private void tell(Throwable thrown) {
    try {
      bug.accept(thrown);
    } catch (RuntimeException | Error e) {
      // Out of memory, most likely, for the telling as well: the children need the loop more.
    }
  }
}
