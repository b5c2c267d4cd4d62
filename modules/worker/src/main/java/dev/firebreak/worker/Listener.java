package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code firebreak-link}: hears the parent, and ends the JVM at once when there is none
 * any more, whatever the program does at that moment.
 */
final class Listener implements Runnable {
  private final Link<ToParent, ToChild> link;
  private final Context context;

  Listener(Link<ToParent, ToChild> link, Context context) {
    this.link = link;
    this.context = context;
  }

  void start() {
    Daemon.start(this, "firebreak-link");
  }

  @Override
  public void run() {
    try {
      while (heard(link.receive())) {
        // Each frame is dealt with where it is heard.
      }
    } catch (IOException e) {
      // A parent that sends what is no frame is no better than none: the status says so.
    } finally {
      Runtime.getRuntime().halt(Link.LOST);
    }
  }

  private boolean heard(@Nullable ToChild frame) {
    if (frame instanceof ToChild.Stop) {
      context.stop();
      return true;
    }
    if (frame instanceof ToChild.Interrupt) {
      context.interrupt();
      return true;
    }
    return false;
  }
}
