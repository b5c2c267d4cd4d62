package dev.firebreak.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what should happen, until the test's deadline interrupts it. */
final class Await {
  private Await() {}

  static void until(BooleanSupplier there) {
    while (!there.getAsBoolean()) {
      LockSupport.parkNanos(200_000);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("it did not happen in time");
      }
    }
  }
}
