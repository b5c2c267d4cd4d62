package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pool has counted. */
class InsightsTest extends OnBothHomes {
  private static int oddFails(int x) {
    if (x % 2 == 1) {
      throw new IllegalArgumentException("odd");
    }
    return x;
  }

  @Test
  void everyTaskIsCountedOnce() {
    Pool pool = open(2);
    List<Future<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      futures.add(pool.submit(() -> oddFails(number)));
    }
    futures.forEach(future -> until(future::isDone));
    assertEquals(
        1000,
        pool.outcomes(InsightsTest::oddFails, IntStream.range(0, 1000).boxed().toList()).size());

    until(() -> pool.insights().succeeded() == 550 && pool.insights().begun() == 2);
    Insights insights = pool.insights();

    assertEquals(1100, insights.submitted());
    assertEquals(550, insights.failed());
    assertEquals(0, insights.crashes());
    assertEquals(2, insights.begun());
    assertTrue(insights.utilization() >= 0 && insights.utilization() <= 1);
    assertEquals(2, insights.startTime().count());
  }

  @Test
  void cancelledTasksAreFailed() {
    Pool pool = open(1);
    Gate gate = gate();
    var busy = occupy(pool, gate);
    var queued = pool.submit(() -> 1);

    queued.cancel(true);
    gate.open();
    busy.join();

    until(() -> pool.insights().succeeded() == 1);
    assertEquals(1, pool.insights().failed());
    assertEquals(2, pool.insights().submitted());
  }

  @Test
  void slowTasksAreNamed() {
    Pool pool = open(1);
    assertEquals(100, pool.map(x -> x, IntStream.range(0, 100).boxed().toList()).size());

    pool.with(task -> task.withName("the slow one"))
        .apply(
            x -> {
              Thread.sleep(120);
              return x;
            },
            "its argument")
        .join();

    until(() -> !pool.insights().slowest().isEmpty());
    Insights.Slow slowest = pool.insights().slowest().getFirst();
    assertEquals("the slow one", slowest.task());
    assertTrue(slowest.ran().toMillis() >= 100, slowest.toString());
    assertTrue(pool.insights().runTime().max().toMillis() >= 100);
  }
}
