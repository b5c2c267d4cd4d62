package dev.firebreak.worker;

import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends notes, ten a second at most: of several only the latest. The thread {@code firebreak-notes}
 * begins with the first note that has to wait.
 */
final class Notes implements Runnable {
  private static final long GAP = 100_000_000L;

  private final Link<ToParent, ToChild> link;
  private FromWorker.@Nullable Message latest;
  private boolean told;
  private long toldAt;
  private boolean started;

  Notes(Link<ToParent, ToChild> link) {
    this.link = link;
  }

  /** Has a note sent, now or soon. */
  synchronized void post(FromWorker.Message note) throws IOException {
    latest = note;
    if (!told || System.nanoTime() - toldAt >= GAP) {
      flush();
    } else if (!started) {
      started = true;
      Daemon.start(this, "firebreak-notes");
    } else {
      notifyAll();
    }
  }

  /** Sends what has not been sent. */
  synchronized void flush() throws IOException {
    FromWorker.Message note = latest;
    if (note != null) {
      latest = null;
      told = true;
      toldAt = System.nanoTime();
      link.send(note);
    }
  }

  @Override
  public synchronized void run() {
    try {
      while (true) {
        long left = toldAt + GAP - System.nanoTime();
        if (latest == null) {
          wait();
        } else if (left > 0) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
        } else {
          flush();
        }
      }
    } catch (IOException e) {
      // The parent is gone: whoever reads the link sees the same.
    } catch (InterruptedException e) {
      // Somebody got hold of this thread; notes are left to those that come and to the end.
    }
  }
}
