package dev.firebreak.worker;

import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.Thrown;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToParent.Shortage;
import java.io.IOException;
import java.time.Duration;

/**
 * The default handler of uncaught exceptions: prints as a JVM without one does, and tells the
 * parent. A program that sets its own replaces it.
 */
final class Uncaught implements Thread.UncaughtExceptionHandler {
  private final Pulse pulse;
  private final Listener listener;
  private final Thread main;
  private final Box box;

  Uncaught(Pulse pulse, Listener listener, Thread main, Box box) {
    this.pulse = pulse;
    this.listener = listener;
    this.main = main;
    this.box = box;
    // Loads what it takes to tell: without metaspace nothing can be loaded any more.
    outOfMemory(main, "Metaspace");
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    boolean memory = thrown instanceof OutOfMemoryError;
    try {
      tell(thread, thrown);
      leave(thread, thrown);
    } catch (IOException | OutOfMemoryError | LinkageError e) {
      // The parent is gone, which firebreak-link reads too; or the status 3 has to do.
    }
    try {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      print(thrown);
    } finally {
      if (memory) {
        // What goes on without the thread that had the work is worse than an end.
        end();
      }
    }
  }

  private static void print(Throwable thrown) {
    try {
      thrown.printStackTrace(System.err);
    } catch (OutOfMemoryError | LinkageError e) {
      System.err.println(thrown); // the JDK's printer itself needs classes that find no room
    }
  }

  private void end() {
    try {
      listener.retire();
    } finally {
      // Also where there is not even the memory to retire.
      Runtime.getRuntime().halt(Child.OUT_OF_MEMORY);
    }
  }

  /** Behind the frame, as it may take classes that find no room any more. */
  private void leave(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      box.mark(
          Kind.OUT_OF_MEMORY,
          Shortage.of(String.valueOf(thrown.getMessage())) + " " + thrown.getMessage());
      box.thrown("thread " + thread.getName(), thrown);
    } else if (thread != main) {
      box.mark(Kind.UNCAUGHT, thread.getName() + ": " + thrown.getClass().getName());
      box.thrown("thread " + thread.getName(), thrown);
    }
  }

  private void tell(Thread thread, Throwable thrown) throws IOException {
    if (thrown instanceof OutOfMemoryError) {
      pulse.post(outOfMemory(thread, String.valueOf(thrown.getMessage())), Child.PATIENCE);
    } else if (thread != main) {
      // Child has told what the main thread threw.
      pulse.post(new ToParent.Threw(thread.getName(), Thrown.of(thrown)), Duration.ZERO);
    }
  }

  private static ToParent.OutOfMemory outOfMemory(Thread thread, String message) {
    return new ToParent.OutOfMemory(Shortage.of(message), thread.getName(), message);
  }
}
