package dev.firebreak.worker;

import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread {@code firebreak-link}: hears the parent, and ends the JVM at once when there is none
 * any more, whatever the program does at that moment.
 * <!-- For maintainers. At its exit HotSpot waits up to 300 ms for every thread that is in native
 * code, and one that waits for a pipe is. So before an exit whoever receives is retired, this thread
 * or, in a spare, the main thread, or in a worker the one of the two that reads: the child opens the writing end of its own pipe, which Linux
 * allows through /proc, and sends itself a frame. From
 * then on the end of the parent is noticed by the next beat, which has nobody to go to. Only
 * Runtime.halt by the program comes without warning and takes those 300 ms. -->
 */
final class Listener implements Runnable {
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final Link<ToParent, ToChild> link;
  private final @Nullable File pipe;
  private final Box box;
  private volatile boolean retired;
  private volatile boolean waiting;
  private boolean silent;
  private @Nullable Context context;

  /**
   * Hears what the link receives.
   *
   * @param pipe what the link reads from, if that is a pipe and may be written to
   */
  Listener(Link<ToParent, ToChild> link, @Nullable File pipe, Box box) {
    this.link = link;
    this.pipe = pipe;
    this.box = box;
  }

  /** Has the thread hear from now on; until then the main thread receives. */
  void start(Context context) {
    this.context = context;
    this.waiting = true;
    Daemon.start(this, "firebreak-link");
  }

  /**
   * The next frame, in the main thread of a spare, or whichever thread reads in a worker of a pool.
   * At the end of the JVM it does not return: what came then was from ourselves.
   */
  @Nullable ToChild receive() throws IOException {
    waiting = true;
    ToChild frame = retired ? null : link.receive();
    if (retired) {
      silence();
      while (true) {
        LockSupport.park(this);
        Thread.interrupted(); // or it would not park again
      }
    }
    waiting = false;
    return frame;
  }

  private synchronized void silence() {
    silent = true;
    notifyAll();
  }

  private synchronized void awaitSilence() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long left = PATIENCE.toMillis(); left > 0 && !silent; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }

  /** Has whoever receives leave the pipe before the JVM ends; returns at once, or almost. */
  void retire() {
    retired = true;
    if (pipe == null || !waiting) {
      return;
    }
    try (Link<ToChild, ToParent> toMyself =
        Link.toChild(InputStream.nullInputStream(), new FileOutputStream(pipe))) {
      toMyself.send(new ToChild.Stop());
      awaitSilence();
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
          silence();
          return;
        }
      }
    } catch (IOException e) {
      // A parent that sends what is no frame is no better than none: the status says so.
      if (retired) {
        silence();
        return;
      }
    }
    box.mark(Kind.LINK_LOST, "");
    Runtime.getRuntime().halt(Link.LOST);
  }

  private boolean heard(@Nullable ToChild frame) {
    if (context == null) {
      return false;
    }
    if (retired) {
      return frame != null; // it came from ourselves, see retire
    }
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
