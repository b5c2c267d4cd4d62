package dev.firebreak.worker;

import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code firebreak-beat}: sends a beat at each interval, notes, at most ten a second,
 * and what other threads post. No thread of the program ever waits for the pipe for longer than it
 * said, also where the parent does not read.
 * <!-- For maintainers. Owns all sending once the program runs; a pipe that nobody reads holds this
 * thread and no other. The link is then beyond help: it takes 64 KiB, hundreds of beats, to get
 * there, and the supervisor that does not read hears no beat either. -->
 */
final class Pulse implements Runnable {
  private static final long NOTE_GAP = 100_000_000L;

  /** More than a program has to say while nobody reads; what comes on top is dropped. */
  private static final int MOST = 1000;

  /** A program that lives for so long is worth the milliseconds that mapping its box takes. */
  private static final long SETTLED = 200_000_000L;

  private final Link<ToParent, ToChild> link;
  private final Box box;
  private final AtomicLong progress = new AtomicLong();
  private final ArrayDeque<ToParent> posted = new ArrayDeque<>();
  private @Nullable Thread thread;
  private long interval;
  private long accepted;
  private long sent;
  private @Nullable String note;
  private long mapAt = Long.MAX_VALUE;

  Pulse(Link<ToParent, ToChild> link, Box box) {
    this.link = link;
    this.box = box;
  }

  /** The program runs from now on. */
  synchronized void running() {
    mapAt = System.nanoTime() + SETTLED;
    notifyAll();
  }

  /**
   * Begins.
   *
   * @param interval zero for no beats
   */
  void start(Duration interval) {
    this.interval = interval.isPositive() ? interval.toNanos() : Long.MAX_VALUE / 4;
    thread = Daemon.start(this, "firebreak-beat");
  }

  void progress() {
    progress.incrementAndGet();
  }

  void progress(String text) {
    progress.incrementAndGet();
    box.note(text);
    synchronized (this) {
      boolean first = note == null;
      note = text;
      if (first) {
        notifyAll();
      }
    }
  }

  /** Has a frame sent after the last note, and waits for that, but no longer than so. */
  void post(ToParent frame, Duration patience) throws IOException {
    if (Thread.currentThread() == thread) {
      link.send(frame);
      return;
    }
    boolean interrupted = false;
    synchronized (this) {
      if (posted.size() >= MOST) {
        return;
      }
      posted.add(frame);
      long mine = ++accepted;
      notifyAll();
      long deadline = System.nanoTime() + patience.toNanos();
      for (long left = patience.toNanos();
          left > 0 && sent < mine;
          left = deadline - System.nanoTime()) {
        try {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          // It is the program's, which gets it back below.
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      long sequence = 0;
      long beatAt = System.nanoTime() + interval;
      long noteAt = System.nanoTime();
      while (true) {
        ToParent frame = await(beatAt, noteAt);
        if (due()) {
          box.map();
        }
        long now = System.nanoTime();
        if (frame != null || now - noteAt >= 0) {
          String text = take();
          if (text != null) {
            link.send(new ToParent.Progress(text));
            noteAt = now + NOTE_GAP;
          }
        }
        if (frame != null) {
          link.send(frame);
          told();
        }
        if (now - beatAt >= 0) {
          link.send(new ToParent.Beat(++sequence, progress.get()));
          box.beat(progress.get());
          // After a pause there is one beat, not all that were missed.
          beatAt = Math.max(beatAt, now - interval) + interval;
        }
      }
    } catch (IOException e) {
      // firebreak-link has read the same, unless it is retired.
      box.mark(Kind.LINK_LOST, "");
      Runtime.getRuntime().halt(Link.LOST);
    } catch (InterruptedException e) {
      // Somebody got hold of this thread; the silence is for the supervisor to judge.
    }
  }

  /** Waits for whichever comes first, and gives what was posted, if that is it. */
  private synchronized @Nullable ToParent await(long beatAt, long noteAt)
      throws InterruptedException {
    while (true) {
      ToParent frame = posted.poll();
      if (frame != null) {
        return frame;
      }
      long now = System.nanoTime();
      long left = note == null ? beatAt - now : Math.min(beatAt - now, noteAt - now);
      if (mapAt != Long.MAX_VALUE) {
        left = Math.min(left, mapAt - now);
      }
      if (left <= 0) {
        return null;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  private synchronized boolean due() {
    if (mapAt == Long.MAX_VALUE || System.nanoTime() - mapAt < 0) {
      return false;
    }
    mapAt = Long.MAX_VALUE;
    return true;
  }

  private synchronized void told() {
    sent++;
    notifyAll();
  }

  private synchronized @Nullable String take() {
    String text = note;
    note = null;
    return text;
  }
}
