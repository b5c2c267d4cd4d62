package dev.firebreak.faults;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** How the faults' threads wait for each other: whatever happens. */
final class Threads {
  private Threads() {}

  /** Waits for its end, and heeds no interrupt. */
  @SuppressWarnings("ThreadJoinLoop") // it is the point
  static void join(Thread thread) {
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // A task that waits for a result waits on.
      }
    }
  }

  /** Waits until all are there. */
  static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
