package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
}
