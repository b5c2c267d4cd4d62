package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code firebreak-beat}: sends a beat at each interval, and notes, at most ten a
 * second. A task that reports progress therefore never waits for the pipe.
 */
final class Pulse implements Runnable {
  private static final long NOTE_GAP = 100_000_000L;

  private final Link<ToParent, ToChild> link;
  private final AtomicLong progress = new AtomicLong();
  private long interval;
  private @Nullable String note;

  Pulse(Link<ToParent, ToChild> link) {
    this.link = link;
  }

  void start(Duration interval) {
    this.interval = interval.toNanos();
    Daemon.start(this, "firebreak-beat");
  }

  void progress() {
    progress.incrementAndGet();
  }

  void progress(String text) {
    progress.incrementAndGet();
    synchronized (this) {
      boolean first = note == null;
      note = text;
      if (first) {
        notifyAll();
      }
    }
  }

  /** Sends the last note, if it is still waiting for its turn. */
  void flush() throws IOException {
    String last = take();
    if (last != null) {
      link.send(new ToParent.Progress(last));
    }
  }

  @Override
  public void run() {
    try {
      long sequence = 0;
      long beatAt = System.nanoTime() + interval;
      long noteAt = System.nanoTime();
      while (true) {
        await(beatAt, noteAt);
        long now = System.nanoTime();
        if (now - noteAt >= 0) {
          String text = take();
          if (text != null) {
            link.send(new ToParent.Progress(text));
            noteAt = now + NOTE_GAP;
          }
        }
        if (now - beatAt >= 0) {
          link.send(new ToParent.Beat(++sequence, progress.get()));
          // After a pause there is one beat, not all that were missed.
          beatAt = Math.max(beatAt, now - interval) + interval;
        }
      }
    } catch (IOException e) {
      // firebreak-link has read the same, unless it is retired.
      Runtime.getRuntime().halt(Link.LOST);
    } catch (InterruptedException e) {
      // Somebody got hold of this thread; the silence is for the supervisor to judge.
    }
  }

  private synchronized void await(long beatAt, long noteAt) throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long left = note == null ? beatAt - now : Math.min(beatAt - now, noteAt - now);
      if (left <= 0) {
        return;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  private synchronized @Nullable String take() {
    String text = note;
    note = null;
    return text;
  }
}
