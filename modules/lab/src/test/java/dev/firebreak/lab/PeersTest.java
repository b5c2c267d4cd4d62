package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RemoteException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.lab.Evil.Trap;
import dev.firebreak.processes.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lines of PEERS.md, where other pools hang or break: here everybody but the guilty task has
 * its result, and the pool goes on. {@code src/trials/peers.py} does the same to Python's pools.
 */
@Timeout(60)
class PeersTest {
  private static final int WORKERS = 2;
  private static final int BULK = 100 << 20;
  private static final long SOME = 10L << 20;
  private static final PoolOptions TWO = PoolOptions.DEFAULT.withWorkers(WORKERS);

  @Test
  void killedRunning() throws Exception {
    assertEquals(1, failuresOfKilled(true, 1));
  }

  @Test
  void killedIdle() throws Exception {
    assertEquals(0, failuresOfKilled(false, 1));
  }

  @Test
  void allKilledRunning() throws Exception {
    assertEquals(WORKERS, failuresOfKilled(true, WORKERS));
  }

  @Test
  void allKilledIdle() throws Exception {
    assertEquals(0, failuresOfKilled(false, WORKERS));
  }

  @Test
  void killedReading() throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      List<Long> workers = pids(pool);
      List<Long> begun = workers.stream().map(pid -> readBytes(pid.toString())).toList();

      var sent = new CompletableFuture<Integer>();
      Thread.ofPlatform().start(() -> sent.complete(pool.apply(Evil::size, new byte[BULK]).join()));
      var reader = new AtomicInteger(-1);
      until(() -> {
        for (int i = 0; i < WORKERS; i++) {
          if (readBytes(workers.get(i).toString()) - begun.get(i) > SOME) {
            reader.set(i);
          }
        }
        return reader.get() >= 0;
      });
      kill(workers.get(reader.get()));
      List<PoolFuture<Integer>> others = submit(pool, 10);

      assertEquals(BULK, sent.join(), "it was not begun, so another worker has it");
      assertAllDone(others);
      assertWorks(pool);
    }
  }

  @Test
  void killedWriting() throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      var writer = new CompletableFuture<Long>();
      List<PoolFuture<Integer>> others = submit(pool, 6);
      Pool heard = pool.with(task -> task.withMessages(pid -> writer.complete((Long) pid)));

      PoolFuture<byte[]> guilty = heard.apply(Evil::bulk, BULK);
      writer.join();
      long begun = readBytes("self");
      until(() -> readBytes("self") - begun > SOME);
      kill(writer.join());

      assertThrows(WorkerDiedException.class, guilty::join);
      assertAllDone(others);
      assertWorks(pool);
    }
  }

  @Test
  void killsItself() throws Exception {
    assertInstanceOf(WorkerDiedException.class, amongOthers(Evil::kill, 0));
  }

  @Test
  void killEachOther() throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      long[] workers = pids(pool).stream().mapToLong(pid -> pid).toArray();

      List<PoolFuture<Integer>> guilty =
          List.of(pool.apply(Evil::killAll, workers), pool.apply(Evil::killAll, workers));
      List<PoolFuture<Integer>> others = submit(pool, 10);

      // Who is struck before it has begun is innocent, and kills again in its next worker.
      guilty.forEach(it -> assertInstanceOf(Outcome.Crash.class, it.outcome()));
      assertAllDone(others);
      assertWorks(pool);
    }
  }

  @Test
  void exit() throws Exception {
    assertInstanceOf(WorkerDiedException.class, amongOthers(Evil::exit, 0));
  }

  @Test
  void halt() throws Exception {
    assertInstanceOf(WorkerDiedException.class, amongOthers(Evil::halt, 0));
  }

  @Test
  void argumentKills() throws Exception {
    assertInstanceOf(WorkerDiedException.class, amongOthers(Evil::fine, Trap.killing()));
  }

  @Test
  void argumentUnreadable() throws Exception {
    assertInstanceOf(TaskException.class, amongOthers(Evil::fine, Trap.throwing()));
  }

  @Test
  void resultUnsendable() throws Exception {
    assertInstanceOf(ResultException.class, amongOthers(Evil::unsendable, 0));
  }

  @Test
  void resultUnreadable() throws Exception {
    long here = ProcessHandle.current().pid();

    assertInstanceOf(ResultException.class, amongOthers(Evil.Picky::new, here));
  }

  @Test
  void exceptionUnreadable() throws Exception {
    Throwable thrown = amongOthers(Evil::throwTwoArguments, 0);

    assertInstanceOf(TaskException.class, thrown);
    assertInstanceOf(RemoteException.class, thrown.getCause());
  }

  @Test
  void initializerRaises() throws Exception {
    assertUnstartable(TWO.withInitializer(Evil::fail), "no licence");
  }

  @Test
  void initializerExits() throws Exception {
    assertUnstartable(TWO.withInitializer(() -> Runtime.getRuntime().halt(9)), "9");
  }

  @Test
  void notStarted() throws Exception {
    assertUnstartable(TWO.with(jvm -> jvm.withOptions(List.of("-XX:NoSuchFlag=1"))), "NoSuchFlag");
  }

  @Test
  void recyclingBacklog() throws Exception {
    try (Pool pool = ProcessPool.open(TWO.withRecycleTasks(2))) {
      assertAllDone(submit(pool, 60));
      assertWorks(pool);
    }
  }

  @Test
  void recyclingClose() throws Exception {
    List<PoolFuture<Integer>> all;
    try (Pool pool = ProcessPool.open(TWO.withRecycleTasks(2))) {
      all = submit(pool, 60);
    }

    assertTrue(all.stream().allMatch(PoolFuture::isDone));
    assertAllDone(all);
  }

  @Test
  void stuck() throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      pids(pool);
      Pool limited = pool.with(task -> task.withRunDeadline(Duration.ofMillis(500)));

      for (PoolFuture<Integer> guilty :
          List.of(limited.apply(Evil::hang, 0), limited.apply(Evil::hang, 1))) {
        assertInstanceOf(Outcome.Timeout.class, guilty.outcome());
      }

      assertWorks(pool);
    }
  }

  @Test
  void callerKilledIdle(@TempDir Path folder) throws Exception {
    assertNobodyIsLeft(folder, "idle");
  }

  @Test
  void callerKilledBusy(@TempDir Path folder) throws Exception {
    assertNobodyIsLeft(folder, "busy");
  }

  @Test
  void twentyKills() throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      pids(pool);
      List<PoolFuture<Integer>> all = new ArrayList<>();
      int kills = 0;
      while (kills < 20) {
        for (int i = 0; i < 5; i++) { // all different, as one that is struck often is quarantined
          all.add(pool.apply(Evil::fine, kills * 5 + i));
        }
        int number = kills % WORKERS;
        WorkerStatus victim = pool.workers().get(number);
        if (victim.pid() != 0) {
          kill(victim.pid());
          kills++;
          until(() -> pool.workers().get(number).generation() > victim.generation());
        }
      }

      long failed =
          all.stream().filter(it -> !(it.outcome() instanceof Outcome.Value<Integer>)).count();
      assertTrue(failed <= kills, () -> failed + " failed, that is more than were killed");
      assertWorks(pool);
    }
  }

  private static <T> Throwable amongOthers(
      SerializableFunction<? super T, ? extends Object> guilty, T argument) throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      List<PoolFuture<Integer>> others = new ArrayList<>(submit(pool, 10));
      PoolFuture<Object> bad = pool.apply(guilty, argument);
      others.addAll(submit(pool, 10));

      Throwable thrown = assertThrows(Throwable.class, bad::join);
      assertAllDone(others);
      assertWorks(pool);
      return thrown;
    }
  }

  private static long failuresOfKilled(boolean busy, int count) throws Exception {
    try (Pool pool = ProcessPool.open(TWO)) {
      List<Long> workers = pids(pool);
      List<PoolFuture<Integer>> all = new ArrayList<>();
      if (busy) {
        var begun = Collections.synchronizedList(new ArrayList<>());
        Pool heard = pool.with(task -> task.withMessages(begun::add));
        for (int i = 0; i < WORKERS; i++) {
          all.add(heard.apply(Evil::slow, i));
        }
        until(() -> begun.size() == WORKERS);
        all.addAll(submit(pool, 18));
      }
      workers.subList(0, count).forEach(PeersTest::kill);
      all.addAll(submit(pool, 20));

      long failed =
          all.stream().filter(it -> it.outcome() instanceof Outcome.Crash<Integer>).count();
      assertWorks(pool);
      return failed;
    }
  }

  private static void assertUnstartable(PoolOptions options, String words) throws Exception {
    try (Pool pool = ProcessPool.open(options)) {
      Exception thrown =
          assertThrows(WorkerStartException.class, () -> pool.apply(Evil::fine, 1).join());

      assertTrue(thrown.getMessage().contains(words), thrown::getMessage);
    }
  }

  private static void assertNobodyIsLeft(Path folder, String how) throws Exception {
    Path told = folder.resolve("workers");
    Process caller =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Evil.Caller.class.getName(),
                how)
            .redirectOutput(told.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      until(() -> read(told).endsWith(".\n") || !caller.isAlive());
      List<Long> workers = IntStream.range(0, WORKERS).mapToObj(i -> pid(told, i)).toList();
      assertTrue(workers.stream().allMatch(PeersTest::isThere));

      caller.destroyForcibly().waitFor();

      until(() -> workers.stream().noneMatch(PeersTest::isThere));
    } finally {
      caller.destroyForcibly();
    }
  }

  private static long pid(Path told, int index) {
    return Long.parseLong(read(told).split(" ", -1)[index]);
  }

  private static List<PoolFuture<Integer>> submit(Pool pool, int count) {
    return IntStream.range(0, count).mapToObj(i -> pool.apply(Evil::fine, i)).toList();
  }

  private static void assertAllDone(List<PoolFuture<Integer>> all) {
    all.forEach(it -> assertInstanceOf(Outcome.Value.class, it.outcome()));
  }

  private static void assertWorks(Pool pool) {
    assertArrayEquals(new Integer[] {1, 2, 3}, pool.map(Evil::fine, List.of(1, 2, 3)).toArray());
  }

  /** Of all workers, once all are there. */
  private static List<Long> pids(Pool pool) throws Exception {
    pool.awaitReady();
    until(() ->
        pool.workers().stream().filter(it -> it.state() == WorkerStatus.State.IDLE).count()
            == WORKERS);
    return pool.workers().stream().map(WorkerStatus::pid).toList();
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static boolean isThere(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  private static long readBytes(String pid) {
    String first = read(Path.of("/proc", pid, "io")).lines().findFirst().orElse("rchar: 0");
    return Long.parseLong(first.substring("rchar: ".length()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  private static void until(BooleanSupplier condition) {
    long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, "not within 30 s");
      LockSupport.parkNanos(200_000);
    }
  }
}
