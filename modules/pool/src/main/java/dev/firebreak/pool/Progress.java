package dev.firebreak.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * How far one map is, shown while it lasts: nothing for half a second, then a bar until it ends,
 * whether well or badly. One bar at a time, as there is one line for it.
 */
final class Progress {
  /** Who waits for less than that wants no bar. */
  private static final long PATIENCE = 500;

  private static final long FRAME = 100;
  private static final ReentrantLock LINE = new ReentrantLock();

  private final long total;
  private final Screen screen;
  private final String title;
  private final BooleanSupplier ended;
  private final LongAdder done = new LongAdder();
  private final CountDownLatch over = new CountDownLatch(1);
  private final long since = System.nanoTime();
  private final Thread thread;

  /**
   * Begins.
   *
   * @param total how many items there are; 0 if that is not known
   * @param ended whether nobody will ever close it
   */
  Progress(Screen screen, String title, long total, BooleanSupplier ended) {
    this.screen = screen;
    this.title = title;
    this.total = total;
    this.ended = ended;
    this.thread = Thread.ofVirtual().name("firebreak-progress " + title).start(this::show);
  }

  /** An item came to its end. */
  void one() {
    done.increment();
  }

  /** The map has ended: returns when the bar is gone. */
  void close() {
    over.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the bar goes in a moment, and the caller gets it back below
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    try {
      if (over.await(PATIENCE, TimeUnit.MILLISECONDS)) {
        return;
      }
      while (!LINE.tryLock()) {
        if (isOver()) {
          return;
        }
      }
      try (Bar bar = screen.open(title, total, done.sum(), System.nanoTime() - since)) {
        do {
          bar.at(done.sum());
        } while (!isOver());
      } finally {
        LINE.unlock();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody has this thread to interrupt it
    }
  }

  private boolean isOver() throws InterruptedException {
    return over.await(FRAME, TimeUnit.MILLISECONDS) || ended.getAsBoolean();
  }
}
