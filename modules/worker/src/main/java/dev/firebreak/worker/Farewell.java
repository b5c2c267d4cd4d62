package dev.firebreak.worker;

import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.LastWords.Phase;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;

/**
 * The shutdown hook that says Leaving, in the box and in a frame, and has our threads out of native
 * code. The frame is waited for a second at most: on a busy machine it takes its time, but a parent
 * that does not read holds no exit up.
 */
final class Farewell extends Thread {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String HANDLER = " handler";
  private static final String RETURNED = "DestroyJavaVM";

  private final Pulse pulse;
  private final Listener listener;
  private final Box box;

  Farewell(Pulse pulse, Listener listener, Box box) {
    super(Daemon.group(), "firebreak-leaving");
    this.pulse = pulse;
    this.listener = listener;
    this.box = box;
  }

  @Override
  public void run() {
    box.last(Phase.LEAVING, Kind.LEAVING, why());
    try {
      pulse.post(new ToParent.Leaving(), PATIENCE);
    } catch (IOException e) {
      // The parent is gone: firebreak-link reads the same and halts.
    }
    listener.retire();
  }

  /**
   * Who has begun the end: the thread that waits for the hooks. The JVM's names for it tell a
   * signal from the end of the last thread, and its stack tells where the program called exit.
   */
  private static String why() {
    Thread[] threads = new Thread[200];
    int count = Daemon.group().enumerate(threads);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.equals(RETURNED)) {
        return "returned";
      }
      if (name.startsWith("SIG") && name.endsWith(HANDLER)) {
        return name.substring(0, name.length() - HANDLER.length());
      }
    }
    for (int i = 0; i < count; i++) {
      String caller = caller(threads[i].getStackTrace());
      if (!caller.isEmpty()) {
        return "exit at " + caller;
      }
    }
    return "exit";
  }

  /** The frame that called exit; empty for a thread that did not. */
  private static String caller(StackTraceElement[] stack) {
    for (int i = 0; i + 1 < stack.length; i++) {
      if (stack[i].getMethodName().equals("exit")
          && stack[i].getClassName().equals("java.lang.Runtime")) {
        boolean system = stack[i + 1].getClassName().equals("java.lang.System");
        return system && i + 2 < stack.length ? stack[i + 2].toString() : stack[i + 1].toString();
      }
    }
    return "";
  }
}
