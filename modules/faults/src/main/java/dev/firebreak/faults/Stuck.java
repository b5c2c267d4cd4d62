package dev.firebreak.faults;

import java.util.concurrent.CountDownLatch;

/** How a thread is stuck that heeds nobody. */
final class Stuck {
  private Stuck() {}

  /** Never comes back, and no interrupt has an effect on it. */
  @SuppressWarnings("InfiniteLoop") // it is the point
  static void forEver() {
    while (true) {
      await(new CountDownLatch(1));
    }
  }

  /** Waits, whatever happens. */
  static void await(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // That is what it is about: nobody is heeded.
      }
    }
  }
}
