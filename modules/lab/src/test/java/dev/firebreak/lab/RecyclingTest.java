package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers that are replaced between two tasks: nothing is lost, nothing waits for ever. */
class RecyclingTest extends OnBothHomes {
  private static String life() {
    return WorkContext.current().worker() + "#" + WorkContext.current().generation();
  }

  private static int ballast(int megabytes) {
    return WorkContext.current().state("ballast", () -> new byte[megabytes << 20]).length;
  }

  @Test
  void afterSoManyTasksWithABacklog() {
    Pool pool = open(2, options -> options.withRecycleTasks(5));
    List<PoolFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      futures.add(pool.submit(RecyclingTest::life));
    }

    Map<String, Integer> each = new HashMap<>();
    futures.forEach(future -> each.merge(future.join(), 1, Integer::sum));

    each.forEach((life, count) -> assertTrue(count <= 5, life + " ran " + count));
    assertTrue(each.size() >= 12, each.toString());
    assertEquals(0, pool.insights().crashes(), "a replacement is no crash");
    assertEquals(0, pool.insights().failed());
  }

  @Test
  void inTheMidstOfChunks() {
    Pool pool = open(2, options -> options.withRecycleTasks(30).withChunk(50));

    List<String> lives = pool.map(_ -> life(), IntStream.range(0, 300).boxed().toList());

    Map<String, Integer> each = new HashMap<>();
    lives.forEach(life -> each.merge(life, 1, Integer::sum));
    assertEquals(300, lives.size());
    each.forEach((life, count) -> assertTrue(count <= 30, life + " ran " + count));
  }

  @Test
  void everyTaskInALifeOfItsOwn() {
    Pool pool = open(1, options -> options.withRecycleTasks(1));

    List<String> lives = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lives.add(pool.submit(RecyclingTest::life).join());
    }

    assertEquals(List.of("1#1", "1#2", "1#3", "1#4", "1#5"), lives);
  }

  @Test
  void closeWithRecyclingPending() throws Exception {
    for (int round = 0; round < 5; round++) {
      Pool pool = open(2, options -> options.withRecycleTasks(2));
      List<PoolFuture<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        futures.add(pool.submit(() -> 1));
      }

      pool.shutdown();

      assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
      futures.forEach(future -> assertEquals(1, future.resultNow()));
    }
  }

  @Test
  void atAnAge() {
    Pool pool = open(1, options -> options.withRecycleAge(Duration.ofMillis(300)));
    String first = pool.submit(RecyclingTest::life).join();

    until(() -> !pool.submit(RecyclingTest::life).join().equals(first));

    assertEquals("1#1", first);
    assertEquals(0, pool.insights().failed());
    assertEquals(0, pool.insights().crashes());
  }

  @Test
  void ofAgeWhileItRunsATaskThatLasts() throws Exception {
    Pool pool = open(1, options -> options.withRecycleAge(Duration.ofMillis(200)));
    Gate gate = gate();
    PoolFuture<String> lasts = occupy(pool, gate);
    PoolFuture<String> behind = pool.submit(RecyclingTest::life);

    until(() -> pool.workers().getFirst().state() == dev.firebreak.api.WorkerStatus.State.RETIRING);
    gate.open();

    assertEquals("busy", lasts.get(), "it may end first");
    assertTrue(!behind.get().equals("1#1"), "what waited goes to the next life");
  }

  @Test
  void aboveAMemory() {
    UnaryOperator<PoolOptions> limited =
        options ->
            options.withRecycleMemory(ByteSize.parse("150m")).withMemory(ByteSize.parse("512m"));
    if (!home.kills()) {
      // The memory of a thread is everybody's.
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, () -> open(1, limited));
      assertTrue(refused.getMessage().contains("recycleMemory"), refused.getMessage());
      return;
    }
    Pool pool = open(1, limited);
    assertEquals(200 << 20, pool.apply(RecyclingTest::ballast, 200).join());

    until(() -> !pool.submit(RecyclingTest::life).join().equals("1#1"));

    assertEquals(0, pool.insights().failed());
  }

  @Test
  void workersThatNobodyNeedsAreStopped() {
    Pool pool = open(1, options -> options.withWorkers(1, 3).withIdle(Duration.ofMillis(200)));
    Gate gate = gate();
    List<PoolFuture<String>> busy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "busy " + i;
      busy.add(pool.submit(() -> gate.pass(name)));
    }
    gate.awaitArrivals(3);
    assertEquals(3, pool.workers().size(), "it grows to where the tasks are");

    gate.open();
    busy.forEach(PoolFuture::join);

    until(() -> pool.workers().size() == 1);
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void poolWithoutALeastNumberStartsWithNobody() {
    Pool pool = open(1, options -> options.withWorkers(0, 2).withIdle(Duration.ofMillis(200)));

    assertEquals(List.of(), pool.workers());
    assertEquals(1, pool.submit(() -> 1).join());
    until(() -> pool.workers().isEmpty());
    assertEquals(2, pool.submit(() -> 2).join());
  }

  @Test
  void tasksAndIdlenessThatMeetLoseNothing() throws Exception {
    Pool pool = open(1, options -> options.withWorkers(0, 2).withIdle(Duration.ofMillis(1)));

    for (int i = 0; i < 10; i++) {
      int number = i;
      assertEquals(i, pool.submit(() -> number).get(30, TimeUnit.SECONDS));
      until(() ->
          pool.workers().stream()
                  .noneMatch(worker -> worker.state() == dev.firebreak.api.WorkerStatus.State.IDLE)
              || number % 2 == 0);
    }
  }
}
