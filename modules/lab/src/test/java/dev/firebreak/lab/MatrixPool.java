package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Grants;
import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.function.Executable;

/** A pool of two workers in which one failure after the other is committed. */
final class MatrixPool {
  private static final AtomicInteger GATES = new AtomicInteger();

  private final Home home;
  private final Path folder;
  private final PoolOptions options;
  private final Pool pool;

  MatrixPool(Home home, Path folder) {
    this.home = home;
    this.folder = folder;
    System.setProperty(Fault.SHARED, "true");
    this.options =
        Home.OPTIONS
            .withWorkers(2)
            .withQuarantine(0)
            .with(Grants.of().with(Grants.Capability.NATIVE_ACCESS))
            .with(jvm ->
                jvm.withHeap(ByteSize.parse("48m"))
                    .withOptions(List.of("-XX:MaxMetaspaceSize=40m")));
    this.pool = home.open(options);
  }

  void close() {
    pool.shutdownNow();
    try {
      assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void run(Phase phase, Fault fault) throws Exception {
    Cell expected = Matrix.cell(home, phase, fault);
    switch (phase) {
      case INITIALIZE -> initialize(fault, expected);
      case IDLE -> idle(fault, expected);
      case STOPPING -> stop(fault);
      case ENCODE_ARGUMENT, DECODE_ARGUMENT, LOAD_CLASS, RUN, ENCODE_RESULT, DECODE_RESULT ->
          task(phase, fault, expected);
    }
  }

  private Gate gate() {
    return new Gate(folder.resolve("gate" + GATES.incrementAndGet()).toString());
  }

  private void task(Phase phase, Fault fault, Cell expected) throws Exception {
    Gate gate = gate();
    PoolFuture<String> neighbour = pool.submit(() -> gate.pass("neighbour"));
    gate.awaitArrivals(1);
    boolean limited = expected instanceof Cell.Overdue;
    Pool guilty = limited ? pool.with(it -> it.withRunDeadline(Duration.ofMillis(600))) : pool;

    check(expected, () -> submit(guilty, phase, fault));

    assertFalse(neighbour.isDone());
    gate.open();
    assertEquals("neighbour", neighbour.get(30, TimeUnit.SECONDS));
    assertWorks(pool);
  }

  private interface Submission {
    PoolFuture<?> submit();
  }

  private static PoolFuture<?> submit(Pool pool, Phase phase, Fault fault) {
    return switch (phase) {
      case ENCODE_ARGUMENT -> pool.apply(_ -> 1, new Traps.Encoding(fault));
      case DECODE_ARGUMENT -> pool.apply(_ -> 1, new Traps.Decoding(fault));
      case LOAD_CLASS -> pool.submit(Traps.loading(fault));
      case RUN -> pool.submit(() -> fault.<Integer>commit());
      case ENCODE_RESULT -> pool.submit(() -> List.of(1, new Traps.EncodedResult(fault)));
      case DECODE_RESULT -> pool.submit(() -> List.of(1, new Traps.DecodedResult(fault)));
      case INITIALIZE, IDLE, STOPPING -> throw new IllegalArgumentException(phase.title());
    };
  }

  private void check(Cell expected, Submission guilty) {
    Executable submission = guilty::submit;
    switch (expected) {
      case Cell.Refused(String words) ->
          assertSays(assertThrows(RefusedException.class, submission), words);
      case Cell.Thrown(Class<? extends Error> type) -> assertThrows(type, submission);
      case Cell.Failed(String words) -> {
        PoolFuture<?> future = guilty.submit();
        assertSays(assertInstanceOf(TaskException.class, failure(future)), words);
        assertSameWorker(future);
      }
      case Cell.NoResult(String words) -> {
        PoolFuture<?> future = guilty.submit();
        assertSays(assertInstanceOf(ResultException.class, failure(future)), words);
        assertSameWorker(future);
      }
      case Cell.Died(var cause) -> {
        PoolFuture<?> future = guilty.submit();
        WorkerDiedException died = assertInstanceOf(WorkerDiedException.class, failure(future));
        assertEquals(cause, died.verdict().cause(), died.getMessage());
        assertEquals(future.worker(), died.worker());
      }
      case Cell.Overdue(String words) -> {
        LimitException limit = assertInstanceOf(LimitException.class, failure(guilty.submit()));
        assertEquals(LimitException.Clock.RUN, limit.clock());
        assertSays(limit, words);
      }
      case Cell.Unharmed _, Cell.GivenUp _, Cell.Apart _ ->
          throw new AssertionError("no task is guilty of that: " + expected);
    }
  }

  private void assertSameWorker(PoolFuture<?> future) {
    assertTrue(
        pool.workers().stream().anyMatch(it -> future.worker().startsWith(life(it))),
        future.worker() + " is gone: " + pool.workers());
  }

  private static String life(WorkerStatus worker) {
    return "worker-%d#%d".formatted(worker.number(), worker.generation());
  }

  private static void assertSays(Throwable thrown, String words) {
    assertTrue(thrown.getMessage().contains(words), () -> words + ": " + thrown.getMessage());
  }

  private static PoolException failure(PoolFuture<?> future) {
    try {
      Object value = future.get(40, TimeUnit.SECONDS);
      throw new AssertionError("it gave " + value);
    } catch (ExecutionException e) {
      return assertThrows(PoolException.class, future::join);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertWorks(Pool pool) throws Exception {
    for (int i = 0; i < 4; i++) {
      int number = i;
      PoolFuture<Integer> one = pool.submit(() -> number);
      PoolFuture<Integer> two = pool.submit(() -> -number);
      assertEquals(number, one.get(30, TimeUnit.SECONDS));
      assertEquals(-number, two.get(30, TimeUnit.SECONDS));
    }
  }

  private static Optional<WorkerStatus> worker(Pool pool, int number) {
    return pool.workers().stream().filter(it -> it.number() == number).findFirst();
  }

  private static void awaitReplacement(Pool pool, int number, int generation) {
    PoolTrial.until(() ->
        worker(pool, number)
            .filter(it -> it.generation() > generation)
            .filter(it -> it.state() == WorkerStatus.State.IDLE)
            .isPresent());
  }

  /** A thread that a task leaves behind goes wrong when the worker has nothing to do. */
  private void idle(Fault fault, Cell expected) throws Exception {
    Gate neighbours = gate();
    Gate idle = gate();
    PoolFuture<String> neighbour = pool.submit(() -> neighbours.pass("neighbour"));
    neighbours.awaitArrivals(1);
    List<Integer> life =
        pool.submit(
                () -> {
                  Thread.ofPlatform()
                      .daemon()
                      .start(() -> {
                        idle.passStubbornly("waits");
                        idle.arrive("goes wrong");
                        fault.commit();
                      });
                  return List.of(
                      WorkContext.current().worker(), WorkContext.current().generation());
                })
            .get(30, TimeUnit.SECONDS);
    long failed = pool.insights().failed();

    idle.open();
    idle.awaitArrivals(2);

    if (expected instanceof Cell.Unharmed(boolean replaced) && replaced) {
      awaitReplacement(pool, life.get(0), life.get(1));
    }
    assertFalse(neighbour.isDone());
    neighbours.open();
    assertEquals("neighbour", neighbour.get(30, TimeUnit.SECONDS));
    assertWorks(pool);
    assertEquals(failed, pool.insights().failed());
    int now = worker(pool, life.get(0)).orElseThrow().generation();
    if (expected.equals(new Cell.Unharmed(false))) {
      assertEquals(life.get(1), now);
    } else {
      assertNotEquals(life.get(1), now);
    }
  }

  /** The first life of one of two workers goes wrong before it is ready. */
  private void initialize(Fault fault, Cell expected) throws Exception {
    Duration limit = Duration.ofSeconds(fault == Fault.STALL || fault == Fault.SIGSTOP ? 4 : 60);
    Pool own =
        home.open(
            options
                .withStartDeadline(limit)
                .withInitializer(() -> {
                  WorkContext context = WorkContext.current();
                  if (context.worker() == 1 && context.generation() == 1) {
                    fault.commit();
                  }
                }));
    try (own) {
      assertWorks(own);
      if (expected instanceof Cell.GivenUp) {
        PoolTrial.until(() -> worker(own, 1).isEmpty());
      } else {
        awaitReplacement(own, 1, 1);
      }
      assertWorks(own);
      assertEquals(0, own.insights().failed());
    }
    assertTrue(own.isTerminated());
  }

  /** Each worker goes wrong when it is stopped, which each is after each task, and at the end. */
  private void stop(Fault fault) throws Exception {
    Pool own =
        home.open(
            options
                .withRecycleTasks(2)
                .withFinalizerLimit(Duration.ofMillis(300))
                .withFinalizer(() -> fault.commit()));
    try (own) {
      assertWorks(own);
      assertTrue(own.workers().stream().anyMatch(it -> it.generation() > 1), "none was replaced");
      assertEquals(0, own.insights().failed());
    }
    assertTrue(own.isTerminated());
  }
}
