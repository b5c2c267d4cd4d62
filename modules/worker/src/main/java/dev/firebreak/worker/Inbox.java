package dev.firebreak.worker;

import dev.firebreak.link.ToChild;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the link for a loop: the loop's own thread while it has nothing else to do, so that a short
 * item costs no hand-over between threads, and the thread {@code firebreak-link} while one item
 * goes on and on, so that a word to it is heard.
 * <!-- For maintainers. The right to read is the word `turn`:
 *
 *   even       the loop reads, or handles what it has read
 *   odd        the loop runs an item: the right is free
 *   SEIZED     firebreak-link reads: frames that it deals with itself, and one that it puts in the
 *              queue; then it sets turn back to the odd number that it took
 *
 * The loop moves to the next even number by compare-and-set, so does firebreak-link to SEIZED, and
 * only from an odd number that has not changed for POLL. So a frame that is read by the loop costs
 * two atomic instructions, whatever the other thread does. What is in the queue was read before what
 * is in the link, and the queue grows only while turn is SEIZED: a loop that has the right and
 * empties the queue first keeps the order.
 *
 * The thread polls while numbers change. After a second without it parks for good, and the next
 * item wakes it: that is the one item that pays for a wake-up. -->
 */
final class Inbox implements Runnable, BooleanSupplier {
  /** What reads, and deals with what it is told. */
  interface Reader {
    /** The next frame; null at the end of the link. */
    @Nullable ToChild receive() throws IOException;

    /**
     * Deals with a frame that is not to wait for the item that runs; also called by the loop.
     *
     * @return false if it has its place in the order of all
     */
    boolean heard(ToChild frame);

    /** There is nothing more to read; returns in a process that goes on without it. */
    void lost();
  }

  private static final long SEIZED = -1;
  private static final long POLL = 2_000_000;

  /** Polls that see nothing new before it parks. */
  private static final int PATIENCE = 500;

  private final Reader reader;
  private final AtomicLong turn = new AtomicLong();
  private final ArrayDeque<ToChild> queue = new ArrayDeque<>();
  private volatile boolean queued;
  private volatile boolean dozing;
  private volatile boolean ended;
  private boolean waiting;
  private @Nullable Thread follower;

  /** The number that the loop has set last; its own. */
  private long mine;

  Inbox(Reader reader) {
    this.reader = reader;
  }

  void start() {
    follower = Daemon.start(this, "firebreak-link");
  }

  /** No more is read; the thread ends, unless it waits for the link. */
  void stop() {
    ended = true;
    LockSupport.unpark(follower);
  }

  /** Whether nothing more is read. */
  boolean ended() {
    return ended;
  }

  /** Waits for the next frame that has its place in the order; null when the link is lost. */
  @Nullable ToChild next() {
    while (!ended) {
      if ((mine & 1) == 1) {
        if (!turn.compareAndSet(mine, mine + 1)) {
          ToChild frame = fromFollower();
          if (frame != null || ended) {
            return frame;
          }
        }
        mine++;
      }
      ToChild frame = queued ? poll() : receive();
      if (frame == null || !reader.heard(frame)) {
        return frame;
      }
    }
    return null;
  }

  /** The loop is going to run an item. */
  void running() {
    if ((mine & 1) == 0) {
      turn.set(++mine);
      if (dozing) {
        dozing = false;
        LockSupport.unpark(follower);
      }
    }
  }

  /** Whether the other thread reads, and so may have something to do with the item that runs. */
  @Override
  public boolean getAsBoolean() {
    return turn.get() == SEIZED;
  }

  private @Nullable ToChild receive() {
    try {
      ToChild frame = reader.receive();
      if (frame != null) {
        return frame;
      }
    } catch (IOException e) {
      // A parent that sends what is no frame is no better than none.
    }
    ended = true;
    reader.lost();
    return null;
  }

  private synchronized @Nullable ToChild poll() {
    ToChild frame = queue.poll();
    queued = !queue.isEmpty();
    return frame;
  }

  /** What the other thread has read; null when the right to read is the loop's. */
  private synchronized @Nullable ToChild fromFollower() {
    while (true) {
      ToChild frame = poll();
      if (frame != null || ended) {
        return frame;
      }
      if (turn.compareAndSet(mine, mine + 1)) {
        return null;
      }
      waiting = true;
      try {
        wait();
      } catch (InterruptedException e) {
        // It came too late for the item that it was meant for.
      } finally {
        waiting = false;
      }
    }
  }

  @Override
  public void run() {
    long seen = 0;
    int idle = 0;
    while (!ended) {
      long now = turn.get();
      if (now != seen) {
        seen = now;
        idle = 0;
      } else if ((now & 1) == 1 && turn.compareAndSet(now, SEIZED)) {
        idle = 0;
        take(now);
      } else if (++idle > PATIENCE) {
        doze(seen);
        idle = 0;
      }
      LockSupport.parkNanos(this, POLL);
    }
  }

  private void doze(long seen) {
    dozing = true;
    while (dozing && turn.get() == seen && !ended) {
      LockSupport.park(this);
    }
    dozing = false;
  }

  private void take(long back) {
    boolean again;
    do {
      ToChild frame = receive();
      boolean done = frame != null && reader.heard(frame);
      synchronized (this) {
        if (frame != null && !done) {
          queue.add(frame);
          queued = true;
        }
        again = done && !waiting;
        if (!again) {
          turn.set(back);
          notifyAll();
        }
      }
    } while (again);
  }
}
