package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.TaskOrder;
import dev.firebreak.api.WorkContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which task is next: first in, last in, by priority, and by a key that sticks to a worker. */
class OrderTest extends OnBothHomes {
  private List<String> order(Pool pool, int... priorities) {
    Gate gate = gate();
    Gate book = gate();
    PoolFuture<String> busy = occupy(pool, gate);
    List<PoolFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < priorities.length; i++) {
      String name = "" + i;
      int priority = priorities[i];
      futures.add(pool.with(task -> task.withPriority(priority)).submit(() -> book.arrive(name)));
    }
    gate.open();
    assertEquals("busy", busy.join());
    futures.forEach(PoolFuture::join);
    return book.arrivals();
  }

  @Test
  void firstInFirstOut() {
    assertEquals(List.of("0", "1", "2", "3"), order(open(1), 0, 0, 0, 0));
  }

  @Test
  void lastInFirstOut() {
    Pool pool = open(1, options -> options.withOrder(TaskOrder.LIFO));

    assertEquals(List.of("3", "2", "1", "0"), order(pool, 0, 0, 0, 0));
  }

  @Test
  void greaterPriorityGoesFirst() {
    assertEquals(List.of("2", "4", "1", "3", "0"), order(open(1), -1, 0, 7, 0, 7));
  }

  @Test
  void priorityWithinLastInFirstOut() {
    Pool pool = open(1, options -> options.withOrder(TaskOrder.LIFO));

    assertEquals(List.of("3", "1", "2", "0"), order(pool, 0, 5, 0, 5));
  }

  @Test
  void tasksOfOneKeyGoToOneWorkerInTheirOrder() {
    Pool pool = open(3);
    Map<String, Set<Integer>> workers = new HashMap<>();
    Map<String, List<PoolFuture<Integer>>> futures = new HashMap<>();
    Gate book = gate();
    for (int i = 0; i < 60; i++) {
      String key = "key " + i % 6;
      String name = key + " " + i;
      futures
          .computeIfAbsent(key, _ -> new ArrayList<>())
          .add(
              pool.with(task -> task.withKey(key))
                  .submit(() -> {
                    book.arrive(name);
                    return WorkContext.current().worker();
                  }));
    }
    futures.forEach((key, all) ->
        all.forEach(
            future -> workers.computeIfAbsent(key, _ -> new HashSet<>()).add(future.join())));

    workers.forEach((key, numbers) -> assertEquals(1, numbers.size(), key + " ran in " + numbers));
    for (String key : futures.keySet()) {
      List<String> own =
          book.arrivals().stream().filter(name -> name.startsWith(key + " ")).toList();
      List<String> submitted = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (key.equals("key " + i % 6)) {
          submitted.add(key + " " + i);
        }
      }
      assertEquals(submitted, own);
    }
    assertTrue(workers.values().stream().flatMap(Set::stream).distinct().count() > 1);
  }

  @Test
  void keyOfABusyWorkerWaitsForIt() {
    Pool pool = open(2);
    Gate gate = gate();
    Pool keyed = pool.with(task -> task.withKey("k"));
    PoolFuture<String> busy = keyed.submit(() -> gate.pass("busy"));
    gate.awaitArrivals(1);

    PoolFuture<Integer> behind = keyed.submit(() -> WorkContext.current().worker());
    for (int i = 0; i < 50; i++) {
      pool.submit(() -> 1).join();
    }

    assertTrue(!behind.isDone(), "another worker must not have it");
    gate.open();
    busy.join();
    assertTrue(busy.worker().startsWith("worker-" + behind.join() + "#"));
  }

  @Test
  void keyFindsTheReplacementOfItsWorker() {
    Pool pool = open(2);
    Pool keyed = pool.with(task -> task.withKey("k"));
    int before = keyed.submit(() -> WorkContext.current().worker()).join();
    Gate gate = gate();
    PoolFuture<String> stuck = keyed.submit(() -> gate.spin("spins"));
    gate.awaitArrivals(1);
    PoolFuture<Integer> behind = keyed.submit(() -> WorkContext.current().worker());

    stuck.cancel(true);

    assertEquals(before, behind.join());
    assertEquals(2, keyed.submit(() -> WorkContext.current().generation()).join());
  }
}
