package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code firebreak-link}: hears the parent, and ends the JVM at once when there is none
 * any more, whatever the program does at that moment.
 * <!-- For maintainers. At its exit HotSpot waits up to 300 ms for every thread that is in native
 * code, and one that waits for a pipe is. So before an exit this thread is retired: the child opens
 * the writing end of its own pipe, which Linux allows through /proc, and sends itself a frame. From
 * then on the end of the parent is noticed by the next beat, which has nobody to go to. Only
 * Runtime.halt by the program comes without warning and takes those 300 ms. -->
 */
final class Listener implements Runnable {
  private static final long PATIENCE = 20;

  private final Link<ToParent, ToChild> link;
  private final Context context;
  private final @Nullable File pipe;
  private volatile boolean retired;
  private @Nullable Thread thread;

  /**
   * Hears what the link receives.
   *
   * @param pipe what the link reads from, if that is a pipe and may be written to
   */
  Listener(Link<ToParent, ToChild> link, Context context, @Nullable File pipe) {
    this.link = link;
    this.context = context;
    this.pipe = pipe;
  }

  void start() {
    thread = Daemon.start(this, "firebreak-link");
  }

  /** Has the thread leave the pipe before the JVM ends; returns at once, or almost. */
  void retire() {
    retired = true;
    if (pipe == null) {
      return;
    }
    try (Link<ToChild, ToParent> toMyself =
        Link.toChild(InputStream.nullInputStream(), new FileOutputStream(pipe))) {
      toMyself.send(new ToChild.Stop());
      if (thread != null) {
        thread.join(PATIENCE);
      }
    } catch (IOException e) {
      // Not on this system: the JVM waits its 300 ms.
    } catch (InterruptedException e) {
      // The same, at most.
    }
  }

  @Override
  public void run() {
    try {
      while (heard(link.receive())) {
        if (retired) {
          return;
        }
      }
    } catch (IOException e) {
      // A parent that sends what is no frame is no better than none: the status says so.
      if (retired) {
        return;
      }
    }
    Runtime.getRuntime().halt(Link.LOST);
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
