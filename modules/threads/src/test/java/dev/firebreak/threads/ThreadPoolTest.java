package dev.firebreak.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkContext;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadPoolTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile boolean released;
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private static Pool pool(int workers) {
    return ThreadPool.open(PoolOptions.DEFAULT.withWorkers(workers));
  }

  @Test
  void mapGivesResultsInTheirOrder() {
    List<Integer> items = IntStream.range(0, 100_000).boxed().toList();
    try (Pool pool = pool(3)) {
      assertEquals(
          items.stream().map(x -> x * 2).toList(),
          pool.map((SerializableFunction<Integer, Integer>) x -> x * 2, items));
    }
  }

  @Test
  void taskRunsOnAThreadOfTheWorkersName() throws Exception {
    try (Pool pool = ThreadPool.open(PoolOptions.DEFAULT.withWorkers(1).withName("named"))) {
      PoolFuture<String> name =
          pool.submit((SerializableCallable<String>) () -> Thread.currentThread().getName());

      assertEquals("named/worker-1#1", name.get());
    }
  }

  @Test
  void whatIsCapturedIsACopy() throws Exception {
    try (Pool pool = pool(1)) {
      int[] captured = {1};
      PoolFuture<Integer> sum =
          pool.submit(
              (SerializableCallable<Integer>)
                  () -> {
                    captured[0]++;
                    return captured[0];
                  });

      assertEquals(2, sum.get());
      assertEquals(1, captured[0]);
    }
  }

  @Test
  void taskThrowsACheckedException() {
    try (Pool pool = pool(1)) {
      PoolFuture<String> future =
          pool.submit(
              (SerializableCallable<String>)
                  () -> {
                    throw new FileNotFoundException("gone");
                  });

      ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
      Throwable cause = thrown.getCause();
      while (cause instanceof TaskException) {
        cause = cause.getCause();
      }
      assertInstanceOf(FileNotFoundException.class, cause);
      assertEquals("gone", cause.getMessage());
    }
  }

  @Test
  void itemThatFailsFailsAlone() {
    try (Pool pool = pool(2)) {
      List<Outcome<Integer>> outcomes =
          pool.outcomes((SerializableFunction<Integer, Integer>) x -> 10 / x, List.of(1, 0, 2, 5));

      assertEquals(
          List.of(true, false, true, true),
          outcomes.stream().map(outcome -> outcome instanceof Outcome.Value<?>).toList());
    }
  }

  @Test
  void runningTaskIsCancelled() throws Exception {
    begun = new CountDownLatch(1);
    try (Pool pool = pool(1)) {
      PoolFuture<?> future =
          pool.submit(
              (SerializableRunnable)
                  () -> {
                    begun.countDown();
                    while (!WorkContext.current().cancelled()) {
                      Thread.onSpinWait();
                    }
                  });
      begun.await();
      future.cancel(true);

      assertThrows(CancellationException.class, future::get);
      assertEquals("next", pool.submit((SerializableCallable<String>) () -> "next").get());
    }
  }

  @Test
  void taskThatHeedsNothingIsAbandonedAndAnotherThreadGoesOn() throws Exception {
    released = false;
    begun = new CountDownLatch(1);
    try (Pool pool = pool(1)) {
      PoolFuture<?> future =
          pool.submit(
              (SerializableRunnable)
                  () -> {
                    begun.countDown();
                    while (!released) {
                      Thread.onSpinWait();
                    }
                  });
      begun.await();
      future.cancel(true);

      assertEquals(2, generation(pool));
    } finally {
      released = true;
    }
  }

  @Test
  void limitOnTheRunStrikes() {
    released = false;
    PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withRunDeadline(Duration.ofMillis(50));
    try (Pool pool = ThreadPool.open(options)) {
      PoolFuture<?> future =
          pool.submit(
              (SerializableRunnable)
                  () -> {
                    while (!released) {
                      Thread.onSpinWait();
                    }
                  });

      ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
      assertTrue(thrown.toString().contains("50"), thrown::toString);
    } finally {
      released = true;
    }
  }

  private static int generation(Pool pool) throws Exception {
    return pool.submit((SerializableCallable<Integer>) () -> WorkContext.current().generation())
        .get();
  }

  @Test
  void workersAreRecycled() throws Exception {
    try (Pool pool = ThreadPool.open(PoolOptions.DEFAULT.withWorkers(1).withRecycleTasks(2))) {
      List<Integer> generations = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        generations.add(generation(pool));
      }

      assertEquals(List.of(1, 1, 2, 2, 3, 3), generations);
    }
  }

  @Test
  void initializerAndFinalizerRunOncePerWorker() throws Exception {
    int before = RUNS.get();
    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(2)
            .withInitializer(() -> RUNS.addAndGet(1))
            .withFinalizer(() -> RUNS.addAndGet(1000));
    try (Pool pool = ThreadPool.open(options)) {
      pool.awaitReady();
      while (RUNS.get() < before + 2) {
        Thread.onSpinWait();
      }
    }

    assertEquals(before + 2002, RUNS.get());
  }

  @Test
  void workerIsNamedAsOneOfProcessesIs() throws Exception {
    try (Pool pool = ThreadPool.open(PoolOptions.DEFAULT.withWorkers(1).withName("titles"))) {
      PoolFuture<String> task = pool.submit(() -> Thread.currentThread().getName());

      assertEquals("titles/worker-1#1", task.get(), "threads say of which pool they are");
      assertEquals("worker-1#1", task.worker());
    }
  }

  @Test
  void initializerThatFails() {
    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(1)
            .withInitializer(() -> {
              RUNS.incrementAndGet();
              throw new IllegalStateException("no database");
            });
    int before = RUNS.get();
    try (Pool pool = ThreadPool.open(options)) {
      ExecutionException thrown = assertThrows(ExecutionException.class, pool::awaitReady);

      assertTrue(thrown.getCause().toString().contains("no database"), thrown::toString);
      assertEquals(before + 1, RUNS.get(), "another try would fail in the same way");
    }
  }

  @Test
  void initializerThatHangs() {
    released = false;
    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(1)
            .withStartDeadline(Duration.ofMillis(50))
            .withInitializer(() -> {
              while (!released) {
                Thread.onSpinWait();
              }
            });
    try (Pool pool = ThreadPool.open(options)) {
      assertThrows(ExecutionException.class, pool::awaitReady);
    } finally {
      released = true;
    }
  }

  @Test
  void closeAtOnceAbandonsWhatRuns() throws Exception {
    released = false;
    begun = new CountDownLatch(1);
    Pool pool = pool(1);
    try {
      PoolFuture<?> running =
          pool.submit(
              (SerializableRunnable)
                  () -> {
                    begun.countDown();
                    while (!released) {
                      Thread.onSpinWait();
                    }
                  });
      PoolFuture<?> waiting = pool.submit((SerializableRunnable) () -> {});
      begun.await();

      assertEquals(1, pool.shutdownNow().size());
      assertTrue(pool.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS));
      assertTrue(running.isDone());
      assertFalse(waiting.isDone() && !waiting.isCancelled());
    } finally {
      released = true;
    }
  }

  @Test
  void taskOpensAPoolOfItsOwn() throws Exception {
    try (Pool pool = pool(1)) {
      PoolFuture<Integer> sum =
          pool.submit(
              (SerializableCallable<Integer>)
                  () -> {
                    try (Pool own = WorkContext.current().openPool(2)) {
                      return own
                          .map(
                              (SerializableFunction<Integer, Integer>) x -> x + 1, List.of(1, 2, 3))
                          .stream()
                          .mapToInt(x -> x)
                          .sum();
                    }
                  });

      assertEquals(9, sum.get());
    }
  }

  @Test
  void stateIsKeptInAWorker() throws Exception {
    try (Pool pool = pool(1)) {
      SerializableCallable<Integer> count =
          () -> WorkContext.current().state("count", AtomicInteger::new).incrementAndGet();

      assertEquals(1, pool.submit(count).get());
      assertEquals(2, pool.submit(count).get());
    }
  }

  @Test
  void lambdaThatIsNotSerializable() {
    try (Pool pool = pool(1)) {
      Runnable plain = () -> {};

      assertThrows(RefusedException.class, () -> pool.submit(plain));
    }
  }

  @Test
  void optionsThatThreadsCannotHave() {
    PoolOptions options =
        PoolOptions.DEFAULT
            .with(Grants.of("java.sql"))
            .with(jvm -> jvm.withHeap(new ByteSize(1 << 20)).withOptions(List.of("-Xint")))
            .with(jvm -> jvm.withEnvironment(Map.of("A", "b")).withDirectory(Path.of(".")))
            .with(jvm -> jvm.withLean(true))
            .withMemory(new ByteSize(1 << 20))
            .withRecycleMemory(new ByteSize(1 << 20))
            .withSpares(1)
            .withProgram(new Program.Worker(List.of(), List.of(), Optional.empty()));

    UnsupportedOperationException thrown =
        assertThrows(UnsupportedOperationException.class, () -> ThreadPool.open(options));

    assertEquals(
        "a pool of threads cannot have grants, a heap of their own (jvm.heap), JVM options"
            + " (jvm.options), an environment (jvm.environment), a working folder (jvm.directory),"
            + " a lean JVM (jvm.lean), memory of their own (memory), a limit on memory"
            + " (recycleMemory), spares, classes from elsewhere (program): threads share one JVM,"
            + " with its memory, classes and rights; use ProcessPool.open, or leave this out",
        thrown.getMessage());
  }

  @Test
  void poolsOfNoNameHaveTheirOwn() {
    try (Pool first = pool(1);
        Pool second = pool(1)) {
      assertNotEquals(first.name(), second.name());
    }
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    try (Pool pool = ThreadPool.open(PoolOptions.DEFAULT.withWorkers(2).withName("brief"))) {
      pool.awaitReady();
    }

    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("brief/"))) {
      Thread.onSpinWait();
    }
  }
}
