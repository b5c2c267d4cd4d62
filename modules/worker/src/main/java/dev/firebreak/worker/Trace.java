package dev.firebreak.worker;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts our own frames off the end of a stack, so that it reads as plain java's does. */
final class Trace {
  private Trace() {}

  /** Whether it was thrown by our own code, or by the JVM in the midst of it. */
  static boolean isOurs(Throwable throwable) {
    StackTraceElement[] frames = throwable.getStackTrace();
    return frames.length > 0 && ours(frames[0]);
  }

  /** With its causes and what they suppressed. */
  static void trim(Throwable throwable) {
    trim(throwable, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void trim(@Nullable Throwable throwable, Set<Throwable> seen) {
    // A chain of causes has no bound of its own, and this is recursive.
    if (throwable == null || seen.size() > 100 || !seen.add(throwable)) {
      return;
    }
    StackTraceElement[] frames = throwable.getStackTrace();
    int end = frames.length;
    // What called us goes with us: a thread's run where the worker is a thread.
    while (end > 0 && !ours(frames[end - 1])) {
      end--;
    }
    if (end > 0) {
      while (end > 0 && (ours(frames[end - 1]) || reflection(frames[end - 1]))) {
        end--;
      }
      throwable.setStackTrace(Arrays.copyOf(frames, end));
    }
    trim(throwable.getCause(), seen);
    for (Throwable suppressed : throwable.getSuppressed()) {
      trim(suppressed, seen);
    }
  }

  private static boolean ours(StackTraceElement frame) {
    return "dev.firebreak.worker".equals(frame.getModuleName());
  }

  private static boolean reflection(StackTraceElement frame) {
    String name = frame.getClassName();
    return "java.base".equals(frame.getModuleName())
        && (name.startsWith("java.lang.reflect.")
            || name.startsWith("jdk.internal.reflect.")
            || name.startsWith("java.lang.invoke.")
            // What a method handle calls when the class that it leads to fails to initialize.
            || name.equals("jdk.internal.misc.Unsafe"));
  }
}
