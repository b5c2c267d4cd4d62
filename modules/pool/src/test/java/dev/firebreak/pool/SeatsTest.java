package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.api.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How workers are hired, replaced and sent home. */
@Timeout(60)
class SeatsTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final PoolOptions OPTIONS = PoolOptions.DEFAULT.withName("test");

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);

  private Pool open(PoolOptions options) {
    return TaskPool.open(options, home);
  }

  private void awaitCall(String beginning) {
    Await.until(() -> home.calls().stream().anyMatch(call -> call.startsWith(beginning)));
  }

  private static List<Future<Object>> submit(Pool pool, String word, int times) {
    List<Future<Object>> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(pool.apply(F, word));
    }
    return all;
  }

  private static void getAll(List<Future<Object>> all) throws Exception {
    for (Future<Object> each : all) {
      each.get();
    }
  }

  @Test
  void theLeastAreHiredAtOnce() {
    try (Pool pool = open(OPTIONS.withWorkers(2, 5))) {
      assertEquals(List.of("hire 1", "hire 2"), home.calls());
      assertEquals(2, pool.workers().size());
    }
  }

  @Test
  void moreAreHiredWhileTasksWait() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(0, 3))) {
      assertEquals(List.of(), home.calls());

      List<Future<Object>> all = submit(pool, "wait", 5);
      awaitCall("hire 3");
      Await.until(() -> script.ran().size() >= 3);
      script.go.countDown();
      getAll(all);

      assertEquals(List.of("hire 1", "hire 2", "hire 3"), home.calls());
      assertEquals(5, script.ran().size());
    }
  }

  @Test
  void whoIsIdleIsSentHome() throws Exception {
    PoolOptions options = OPTIONS.withWorkers(1, 3).withIdle(Duration.ofMillis(1));
    try (Pool pool = open(options)) {
      List<Future<Object>> all = submit(pool, "wait", 3);
      awaitCall("hire 3");
      script.go.countDown();
      getAll(all);

      Await.until(() -> pool.workers().size() == 1);

      assertEquals(2, home.calls().stream().filter(call -> call.startsWith("dismiss")).count());
      assertEquals("live", pool.apply(F, "live").get());
    }
  }

  @Test
  void aTaskForAWorkerOnItsWayHomeBringsItBack() throws Exception {
    PoolOptions options = OPTIONS.withWorkers(0, 1).withIdle(Duration.ofMillis(1));
    home.lingers = true;
    try (Pool pool = open(options)) {
      pool.apply(F, "first").get();
      awaitCall("dismiss 1");

      Future<Object> late = pool.with(it -> it.withKey("sticky")).apply(F, "late");
      assertFalse(late.isDone());
      home.lingers = false;
      home.leave(1);

      assertEquals("late", late.get());
    }
  }

  @Test
  void aWorkerIsRecycledWithABacklog() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(2).withRecycleTasks(3))) {
      List<Future<Object>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(pool.apply(F, i));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(i, all.get(i).get());
      }
    }

    Map<String, Integer> lives = new HashMap<>();
    script
        .ran()
        .forEach(line -> lives.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum));
    assertEquals(100, script.ran().size());
    assertTrue(lives.values().stream().allMatch(tasks -> tasks <= 3), "" + lives);
  }

  @Test
  void aWorkerIsRecycledWithinAMap() {
    try (Pool pool = open(OPTIONS.withWorkers(2).withRecycleTasks(7).withChunk(10))) {
      List<Object> items = new ArrayList<>(IntStream.range(0, 95).boxed().toList());

      assertEquals(items, pool.map(F, items));
    }

    Map<String, Integer> lives = new HashMap<>();
    script
        .ran()
        .forEach(line -> lives.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum));
    assertEquals(95, script.ran().size());
    assertTrue(lives.values().stream().allMatch(tasks -> tasks <= 7), "" + lives);
  }

  @Test
  void aChunkIsLargerThanWhatIsLeftOfALife() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(1).withRecycleTasks(7).withChunk(10))) {
      pool.awaitReady(); // so that nothing but the chunk itself wakes anybody
      List<Object> items = new ArrayList<>(IntStream.range(0, 10).boxed().toList());

      assertEquals(items, pool.map(F, items));
      assertEquals(items, pool.map(F, items));
    }
  }

  @Test
  void aWorkerIsTooLarge() throws Exception {
    PoolOptions options = OPTIONS.withWorkers(1).withRecycleMemory(ByteSize.parse("100m"));
    try (Pool pool = open(options)) {
      assertEquals("live", pool.apply(F, "live").get());
      home.memory.put(1, 200L << 20);

      awaitCall("renew 1: it has 200 MB of memory, more than 100");
      home.memory.remove(1);

      assertEquals("again", pool.apply(F, "again").get());
      assertEquals(2, home.generation(1));
    }
  }

  @Test
  void aWorkerIsTooLargeWhileItRuns() throws Exception {
    PoolOptions options = OPTIONS.withWorkers(1).withRecycleMemory(ByteSize.parse("100m"));
    try (Pool pool = open(options)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");
      home.memory.put(1, 200L << 20);
      Await.until(() -> pool.workers().getFirst().state() == WorkerStatus.State.RETIRING);
      Future<Object> waiting = pool.apply(F, "next");

      assertEquals(List.of("hire 1"), home.calls()); // between two tasks, not within one
      home.memory.remove(1);
      script.go.countDown();

      assertEquals("wait", running.get());
      assertEquals("next", waiting.get());
      assertEquals(List.of("1#1 wait", "1#2 next"), script.ran());
    }
  }

  @Test
  void aWorkerIsTooOld() throws Exception {
    PoolOptions options = OPTIONS.withWorkers(1).withRecycleAge(Duration.ofMillis(1));
    try (Pool pool = open(options)) {
      assertEquals("live", pool.apply(F, "live").get());

      awaitCall("renew 1: it is older than PT0.001S");
    }
  }

  @Test
  void tasksOfOneKeyHaveOneWorker() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(4))) {
      Set<String> workers = new HashSet<>();
      for (int key = 0; key < 8; key++) {
        String name = "key " + key;
        Pool sticky = pool.with(it -> it.withKey(name));
        getAll(submit(sticky, name, 10));
        Set<String> used = new HashSet<>();
        script.ran().stream()
            .filter(line -> line.endsWith(name))
            .forEach(line -> used.add(line.substring(0, line.indexOf(' '))));

        assertEquals(1, used.size(), used + " had " + name);
        workers.addAll(used);
      }

      assertTrue(workers.size() > 1, "all keys went to " + workers);
    }
  }

  @Test
  void theWorkerOfAKeyDies() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(3))) {
      Pool sticky = pool.with(it -> it.withKey("k"));
      Future<Object> before = sticky.apply(F, "before");
      before.get();
      assertThrows(ExecutionException.class, () -> sticky.apply(F, "die").get());
      sticky.apply(F, "after").get();

      String first = script.ran().getFirst();
      assertEquals(
          List.of(first, first.replace("before", "die"), first.charAt(0) + "#2 after"),
          script.ran());
    }
  }

  @Test
  void theWorkerOfAKeyCannotBeStarted() throws Exception {
    home.starts = false;
    try (Pool pool = open(OPTIONS.withWorkers(2))) {
      List<Future<Object>> all = new ArrayList<>();
      for (int key = 0; key < 8; key++) {
        String name = "key " + key;
        all.add(pool.with(it -> it.withKey(name)).apply(F, name));
      }

      home.cannotStart(1, "no memory for it");
      home.start(2);

      getAll(all);
      assertTrue(
          script.ran().stream().allMatch(line -> line.startsWith("2#1 ")), "" + script.ran());
    }
  }

  @Test
  void noWorkerCanBeStarted() {
    home.starts = false;
    try (Pool pool = open(OPTIONS.withWorkers(2))) {
      List<Future<Object>> all = submit(pool, "live", 3);
      home.cannotStart(1, "no memory for it");
      assertTrue(all.stream().noneMatch(Future::isDone));

      home.cannotStart(2, "no memory for it");

      for (Future<Object> each : all) {
        Throwable why = assertThrows(ExecutionException.class, each::get).getCause();
        assertTrue(why instanceof WorkerStartException, "" + why);
        assertTrue(why.getMessage().contains("no memory for it"), why.getMessage());
      }
      var refused = assertThrows(RefusedException.class, () -> pool.apply(F, "late"));
      assertTrue(refused.getMessage().contains("can start none"), refused.getMessage());
      assertThrows(ExecutionException.class, pool::awaitReady);
    }
  }

  @Test
  void whatWaitsBehindALongTaskGoesToWhoIsIdle() throws Exception {
    try (Pool pool = open(OPTIONS.withWorkers(2))) {
      getAll(submit(pool, "quick", 200)); // so that tasks are known to be short
      Future<Object> stuck = pool.apply(F, "wait");
      List<Future<Object>> others = submit(pool, "quick", 50);

      getAll(others);

      assertTrue(!stuck.isDone());
      script.go.countDown();
      assertEquals("wait", stuck.get());
      assertEquals(251, script.ran().size());
    }
  }
}
