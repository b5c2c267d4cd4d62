package dev.firebreak.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what nobody announces, such as a line in another process's file. */
final class Await {
  /** Longer than any step takes on a busy machine; a step that takes longer has failed. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long LOOK = 2;

  private Await() {}

  /** What may not be yet. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Looks every 2 ms.
   *
   * @param what words that follow "waited in vain for"
   */
  static void until(String what, Duration limit, Condition condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "waited in vain for %s, %d s long".formatted(what, limit.toSeconds()));
      }
      pass(Duration.ofMillis(LOOK));
    }
  }

  /** Lets time pass, where the time itself is what is measured or asked for. */
  static void pass(Duration time) throws InterruptedException {
    var _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
