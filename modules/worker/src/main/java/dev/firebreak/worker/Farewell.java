package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;

/**
 * The shutdown hook that says Leaving. The frame is sent by a daemon and waited for a moment only:
 * a parent that does not read holds no exit up.
 */
final class Farewell extends Thread {
  private static final long PATIENCE = 50;

  private final Link<ToParent, ToChild> link;
  private final Listener listener;

  Farewell(Link<ToParent, ToChild> link, Listener listener) {
    super(Daemon.group(), "firebreak-leaving");
    this.link = link;
    this.listener = listener;
  }

  @Override
  public void run() {
    Thread sender = Daemon.start(new Sender(link), "firebreak-leaving");
    try {
      sender.join(PATIENCE);
    } catch (InterruptedException e) {
      // Then the frame is late or lost; the exit status is what counts.
    }
    listener.retire();
  }

  private record Sender(Link<ToParent, ToChild> link) implements Runnable {
    @Override
    public void run() {
      try {
        link.send(new ToParent.Leaving());
      } catch (IOException e) {
        // The parent is gone: firebreak-link reads the same and halts.
      }
    }
  }
}
