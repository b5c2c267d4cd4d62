package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WhenFull;
import dev.firebreak.api.WorkerDiedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What insights say of what was done. */
@Timeout(60)
class RecorderTest {
  private static final PoolOptions TWO = PoolOptions.DEFAULT.withName("test").withWorkers(2);

  /** Functions are not looked at by the fake worker: the argument says what happens. */
  private static final SerializableFunction<Object, Object> F = it -> it;

  private final CountDownLatch go = new CountDownLatch(1);

  private Object run(Object argument, FakeWorker me) throws Exception {
    return switch (argument) {
      case String it when it.equals("die") -> throw new FakeWorker.Death();
      case String it when it.equals("throw") -> throw new IllegalStateException("as it was asked");
      case String it when it.equals("wait") -> {
        go.await();
        yield "waited";
      }
      case Integer nanos when nanos >= 1_000_000 -> {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        yield nanos;
      }
      case null, default -> argument;
    };
  }

  private Pool open(PoolOptions options) {
    return TaskPool.open(options, new FakeHome(this::run));
  }

  @Test
  void tasksAreCountedByTheirEnds() throws Exception {
    try (Pool pool = open(TWO)) {
      pool.apply(F, 1).get();
      assertThrows(ExecutionException.class, () -> pool.apply(F, "throw").get());
      assertThrows(ExecutionException.class, () -> pool.apply(F, "die").get());

      Insights seen = pool.insights();

      assertEquals(3, seen.submitted());
      assertEquals(1, seen.succeeded());
      assertEquals(2, seen.failed());
      assertEquals(1, seen.crashes());
      assertEquals(2, seen.runTime().count()); // of the dead one nobody knows
      assertEquals(2, seen.queueTime().count());
      assertTrue(seen.begun() >= 1, "" + seen.begun());
    }
  }

  @Test
  void aTaskIsCancelledAndEndsAllTheSame() throws Exception {
    try (Pool pool = open(TWO)) {
      Future<Object> task = pool.apply(F, "wait");
      assertTrue(task.cancel(false));
      go.countDown();
      pool.apply(F, 1).get();
      pool.apply(F, 1).get();

      assertEquals(2, pool.insights().succeeded());
      assertEquals(1, pool.insights().failed());
    }
  }

  @Test
  void aFullPoolFailsTheFuture() throws Exception {
    PoolOptions options = TWO.withWorkers(1).withQueue(1).withWhenFull(WhenFull.FAIL_FUTURE);
    try (Pool pool = open(options)) {
      List<Future<Object>> all = new ArrayList<>();
      all.add(pool.apply(F, "wait"));
      while (all.stream().noneMatch(Future::isDone)) {
        all.add(pool.apply(F, 1));
      }
      go.countDown();
      for (Future<Object> each : all.subList(0, all.size() - 1)) {
        each.get();
      }

      assertThrows(ExecutionException.class, () -> all.getLast().get());
      assertEquals(all.size(), pool.insights().submitted());
      assertEquals(all.size() - 1, pool.insights().succeeded());
      assertEquals(1, pool.insights().failed());
    }
  }

  @Test
  void itemsOfAMapAreCountedEach() {
    try (Pool pool = open(TWO.withChunk(100))) {
      pool.map(F, IntStream.range(0, 1050).boxed().toList());

      Insights seen = pool.insights();

      assertEquals(1050, seen.submitted());
      assertEquals(1050, seen.succeeded());
      assertEquals(0, seen.failed());
      assertTrue(seen.runTime().count() <= 1050, "" + seen.runTime().count());
      assertTrue(seen.runTime().count() >= 50, "" + seen.runTime().count());
    }
  }

  @Test
  void anItemOfAMapKillsItsWorker() {
    try (Pool pool = open(TWO.withChunk(5))) {
      List<Outcome<Object>> ends = pool.outcomes(F, List.of(1, 2, "die", 4, "throw", 6, 7));

      assertEquals(5, ends.stream().filter(Outcome.Value.class::isInstance).count());
      assertEquals(5, pool.insights().succeeded());
      assertEquals(2, pool.insights().failed());
      assertEquals(1, pool.insights().crashes());
    }
  }

  @Test
  void aMapIsGivenUp() {
    List<Object> items = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
    items.set(500, "die");
    try (Pool pool = open(TWO.withChunk(10))) {
      assertThrows(WorkerDiedException.class, () -> pool.map(F, items));

      Insights seen = pool.insights();

      assertEquals(seen.submitted(), seen.succeeded() + seen.failed());
      assertTrue(seen.failed() >= 1, "" + seen.failed());
    }
  }

  @Test
  void theSlowestAreToldWithTheirArguments() throws Exception {
    try (Pool pool = open(TWO)) {
      for (int i = 0; i < 100; i++) {
        pool.apply(F, i).get();
      }
      pool.with(it -> it.withName("slow")).apply(F, 30_000_000).get();
      pool.with(it -> it.withName("slower")).apply(F, 60_000_000).get();

      List<Insights.Slow> slowest = pool.insights().slowest();

      assertEquals(10, slowest.size());
      assertEquals("30000000", argument(slowest, "slow"));
      assertEquals("60000000", argument(slowest, "slower"));
      assertTrue(slowest.get(0).ran().compareTo(Duration.ofMillis(60)) >= 0);
      for (int i = 1; i < 10; i++) {
        assertTrue(slowest.get(i).ran().compareTo(slowest.get(i - 1).ran()) <= 0, "" + slowest);
      }
    }
  }

  @Test
  void anArgumentIsLongOrManyOrNone() throws Exception {
    try (Pool pool = open(TWO)) {
      pool.with(it -> it.withName("long")).apply(F, "x".repeat(1000)).get();
      pool.with(it -> it.withName("array")).apply(F, new int[] {1, 2}).get();
      pool.with(it -> it.withName("two")).apply((Object a, Object b) -> a, "a", "b").get();
      String captured = "y".repeat(300);
      pool.with(it -> it.withName("capturing")).apply((Object a) -> a + captured, "z").get();
      pool.with(it -> it.withName("none")).submit(() -> 1).get();
      pool.with(it -> it.withName("huge")).apply(F, new byte[1 << 20]).get();

      List<Insights.Slow> slowest = pool.insights().slowest();

      assertEquals(200, argument(slowest, "long").length());
      assertTrue(argument(slowest, "long").endsWith("xx ..."));
      assertEquals("[1, 2]", argument(slowest, "array"));
      assertEquals("a, b", argument(slowest, "two"));
      assertEquals("z", argument(slowest, "capturing"));
      assertEquals("", argument(slowest, "none"));
      assertTrue(argument(slowest, "huge").matches("\\(1048\\d+ bytes\\)"));
    }
  }

  @Test
  void anArgumentCannotBeShown() throws Exception {
    try (Pool pool = open(TWO)) {
      pool.apply(F, new Shy("me")).get();

      String argument = pool.insights().slowest().getFirst().argument();

      assertEquals("(its toString threw java.lang.IllegalStateException)", argument);
    }
  }

  /** Does not like to be shown. */
  record Shy(String name) {
    @Override
    public String toString() {
      throw new IllegalStateException();
    }
  }

  private static String argument(List<Insights.Slow> slowest, String task) {
    return slowest.stream()
        .filter(slow -> slow.task().equals(task))
        .findFirst()
        .orElseThrow()
        .argument();
  }

  @Test
  void aSlowItemOfAMapIsToldWithItsOwnArgument() {
    try (Pool pool = open(TWO.withChunk(1))) {
      pool.with(it -> it.withName("each")).map(F, List.of(1, 2, 20_000_000, 4));

      Insights.Slow slowest = pool.insights().slowest().getFirst();

      assertEquals("each", slowest.task());
      assertEquals("20000000", slowest.argument());
    }

    // One worker, as another one that is idle would take the second item over.
    try (Pool pool = open(TWO.withWorkers(1).withChunk(2))) {
      pool.with(it -> it.withName("each")).map(F, List.of(1, 2, 300_000_000, 4));

      Insights.Slow slowest = pool.insights().slowest().getFirst();

      assertEquals("each (each of 2 items of a chunk)", slowest.task());
      assertEquals("300000000 and 1 more", slowest.argument());
    }
  }

  @Test
  void whatIsStillRunningCountsAsBusy() throws Exception {
    try (Pool pool = open(TWO.withWorkers(1))) {
      pool.awaitReady();
      Future<Object> task = pool.apply(F, "wait");

      Await.until(() -> pool.insights().utilization() >= 0.8);

      go.countDown();
      task.get();
      assertTrue(pool.insights().utilization() > 0);
      assertTrue(pool.insights().utilization() <= 1);
    }
  }

  @Test
  void waitingIsNotRunning() throws Exception {
    FakeHome home = new FakeHome(this::run);
    home.starts = false;
    try (Pool pool = TaskPool.open(TWO.withWorkers(1), home)) {
      Future<Object> first = pool.apply(F, 50_000_000);
      Future<Object> second = pool.apply(F, 50_000_000);
      home.start(1);
      first.get();
      second.get();

      Insights seen = pool.insights();

      assertTrue(seen.queueTime().max().toMillis() >= 50, "" + seen.queueTime());
      assertTrue(seen.runTime().p50().toMillis() >= 50, "" + seen.runTime());
      assertTrue(seen.runTime().total().toMillis() >= 100, "" + seen.runTime());
    }
  }

  @Test
  void timeInTheQueueIsNoRoundTrip() throws Exception {
    Core core = new Core(TWO, new FakeHome(this::run), Screen.NONE);
    Recorder recorder = core.recorder;
    for (int i = 0; i < 1000; i++) {
      PlainJob queued = PlainJob.of(1);
      recorder.ran(1, queued.submitted + 50_000_000, queued, 40_000, 0);
    }

    assertEquals(List.of(), recorder.insights(1, 0).advice(), "nobody knows the round trip");

    for (int i = 0; i < 20; i++) {
      PlainJob alone = PlainJob.of(1);
      alone.sentAlone = alone.submitted + 50_000_000; // it waited, and then a worker was free
      recorder.ran(1, alone.sentAlone + 130_000, alone, 40_000, 0);
    }

    List<String> advice = recorder.insights(1, 0).advice();
    assertEquals(1, advice.size(), "" + advice);
    assertTrue(
        advice.getFirst().matches("tasks take 4. us and a round trip 9. us: .*"), "" + advice);
  }

  @Test
  void whatIsSentToAWorkerThatWaitsIsSentAlone() throws Exception {
    FakeHome home = new FakeHome(this::run);
    home.starts = false;
    try (Pool pool = TaskPool.open(TWO.withWorkers(1), home)) {
      List<Future<Object>> burst = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        burst.add(pool.apply(F, 1_000_000)); // nanoseconds
      }
      home.start(1);
      for (Future<Object> each : burst) {
        each.get();
      }

      for (String advice : pool.insights().advice()) {
        assertFalse(advice.contains("round trip"), advice);
      }
    }
  }

  @Test
  void oneTaskKillsThreeWorkers() {
    try (Pool pool = open(TWO.withQuarantine(0))) {
      Pool named = pool.with(it -> it.withName("deadly"));
      for (int i = 0; i < 3; i++) {
        assertThrows(ExecutionException.class, () -> named.apply(F, "die").get());
      }

      assertEquals(
          List.of(
              "3 crashes, all while running deadly: withQuarantine(3) refuses what has killed three"
                  + " workers"),
          pool.insights().advice());
    }
  }

  @Test
  void aTaskIsRefusedBeforeItIsSubmitted() {
    try (Pool pool = open(TWO)) {
      Object unsent = new Object();
      assertThrows(RefusedException.class, () -> pool.apply(F, unsent));

      assertEquals(0, pool.insights().submitted());
    }
  }
}
