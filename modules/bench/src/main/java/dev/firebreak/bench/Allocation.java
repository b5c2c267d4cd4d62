package dev.firebreak.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has allocated, on all of its threads. */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes since the JVM's start. */
  static long bytes() {
    return THREADS.getTotalThreadAllocatedBytes();
  }
}
