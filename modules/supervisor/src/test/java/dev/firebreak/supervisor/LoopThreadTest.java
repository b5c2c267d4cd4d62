package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopThreadTest {
  @Test
  void goesOnWhereAFaultCannotEvenBeTold() throws InterruptedException {
    var later = new CountDownLatch(1);
    try (var loop =
        new LoopThread(
            "firebreak-loop-test",
            thrown -> {
              throw new OutOfMemoryError("for the telling as well");
            })) {
      loop.post(() -> {
        throw new OutOfMemoryError("Java heap space");
      });
      loop.post(later::countDown);

      assertTrue(later.await(20, TimeUnit.SECONDS), "the loop ended, and all children with it");
    }
  }

  @Test
  void aDelayWithoutEndIsNotOver() throws InterruptedException {
    var early = new AtomicInteger();
    var later = new CountDownLatch(1);
    try (var loop = new LoopThread("firebreak-loop-test", thrown -> early.incrementAndGet())) {
      loop.post(() -> {
        loop.after(ChronoUnit.FOREVER.getDuration(), early::incrementAndGet);
        loop.after(Duration.ofNanos(Long.MAX_VALUE), early::incrementAndGet);
        loop.after(Duration.ofMillis(1), later::countDown);
      });

      assertTrue(later.await(20, TimeUnit.SECONDS), "the loop waits for what never comes");
    }
    assertEquals(0, early.get());
  }
}
