package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that is shut down, and maps and streams that are given up: nobody waits for ever. */
@Timeout(60)
class LastMomentsTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final PoolOptions ONE = PoolOptions.DEFAULT.withName("test").withWorkers(1);

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);

  private static void awaitBlocked(Thread thread) {
    Await.until(() -> thread.getState() == Thread.State.WAITING);
  }

  private static Thread start(Callable<?> action, CompletableFuture<Object> result) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            result.complete(action.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
  }

  private static Throwable thrown(CompletableFuture<Object> result) throws Exception {
    return result.handle((_, thrown) -> thrown).get(20, TimeUnit.SECONDS);
  }

  private void endsNow(Pool pool) throws InterruptedException {
    var _ = pool.shutdownNow();
    try {
      assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), "something is still run");
    } finally {
      script.go.countDown(); // or else the pool would be closed never
    }
  }

  @Test
  void aStreamIsReadWhileItsPoolIsShutDown() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");
      CompletableFuture<Object> read = new CompletableFuture<>();
      awaitBlocked(start(() -> pool.stream(F, List.of("never")).toList(), read));

      var _ = pool.shutdownNow();

      assertInstanceOf(CancellationException.class, thrown(read));
      assertThrows(ExecutionException.class, running::get);
    }
  }

  @Test
  void aStreamIsClosedWhileAnotherThreadReadsIt() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      var _ = pool.apply(F, "wait");
      script.awaitBegun("wait");
      CompletableFuture<Object> read = new CompletableFuture<>();
      var stream = pool.stream(F, List.of("never"));
      var iterator = stream.iterator();
      awaitBlocked(start(iterator::next, read));

      stream.close();

      assertInstanceOf(CancellationException.class, thrown(read));
      script.go.countDown();
    }
  }

  @Test
  void whatWasAskedToEndIsEndedByShutdownNow() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");
      assertTrue(running.cancel(false)); // which it does not look for

      endsNow(pool);
    }
  }

  @Test
  void aChunkThatCannotBeTakenBackIsEndedByShutdownNow() throws Exception {
    home.boards = false;
    try (Pool pool = TaskPool.open(ONE.withChunk(4), home)) {
      CompletableFuture<Object> map = new CompletableFuture<>();
      var _ = start(() -> pool.map(F, List.of("wait", "wait", "wait", "wait")), map);
      script.awaitBegun("wait");

      endsNow(pool);

      assertInstanceOf(CancellationException.class, thrown(map));
    }
  }

  @Test
  void aMapIsCancelledWhoseChunkCannotBeTakenBack() throws Exception {
    home.boards = false;
    try (Pool pool = TaskPool.open(ONE.withChunk(4), home)) {
      CompletableFuture<List<Object>> map =
          pool.mapAsync(F, List.of("wait", "wait", "wait", "wait"));
      script.awaitBegun("wait");

      map.cancel(true);

      try {
        assertEquals("live", pool.apply(F, "live").get(20, TimeUnit.SECONDS));
      } finally {
        script.go.countDown();
      }
    }
  }

  @Test
  void aWorkerDiesAfterShutdownNow() throws Exception {
    home.boards = false;
    CompletableFuture<Object> map = new CompletableFuture<>();
    try (Pool pool = TaskPool.open(ONE.withChunk(3), home)) {
      var _ = start(() -> pool.map(F, List.of("wait", "a", "b")), map);
      script.awaitBegun("wait");

      var _ = pool.shutdownNow();
      home.crash(1);
      endsNow(pool);
    }

    assertEquals(List.of("1#1 wait"), script.ran()); // and no other worker has begun the others
    assertInstanceOf(CancellationException.class, thrown(map));
  }

  @Test
  void aPoolIsClosedBeforeAWorkerIsThere() throws Exception {
    home.starts = false;
    CompletableFuture<Object> waits = new CompletableFuture<>();
    try (Pool pool = TaskPool.open(ONE, home)) {
      awaitBlocked(
          start(
              () -> {
                pool.awaitReady();
                return "ready";
              },
              waits));
    }

    Throwable why = assertInstanceOf(ExecutionException.class, thrown(waits)).getCause();
    assertEquals("pool test was closed before a worker of it was ready", why.getMessage());
  }

  @Test
  void aPoolWithoutWorkersIsClosed() throws Exception {
    Pool pool = TaskPool.open(ONE.withWorkers(0, 1), home);
    pool.close();
    CompletableFuture<Object> waits = new CompletableFuture<>();

    var _ =
        start(
            () -> {
              pool.awaitReady();
              return "ready";
            },
            waits);

    assertInstanceOf(ExecutionException.class, thrown(waits));
    assertEquals(List.of("close"), home.calls());
  }

  @Test
  void whatNobodyTakesOfAGathererIsNotWaitedFor() {
    try (Pool pool = TaskPool.open(ONE.withInFlight(2).withChunk(1), home)) {
      List<Object> first =
          List.<Object>of("a", "throw", "b").stream().gather(pool.gatherer(F)).limit(1).toList();

      assertEquals(List.of("a"), first);
    }
  }

  @Test
  void whoTakesOfAGathererThrows() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withInFlight(2).withChunk(1), home)) {
      var results = List.<Object>of("a", "wait", "wait").stream().gather(pool.gatherer(F));

      assertThrows(IllegalStateException.class, () -> results.forEach(this::refuse));

      endsInOrder(pool);
    }
  }

  @Test
  void whoTakesOfAStreamThrows() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withInFlight(2).withChunk(1), home)) {
      var results = pool.stream(F, List.of("a", "wait", "wait"));

      assertThrows(IllegalStateException.class, () -> results.forEach(this::refuse));

      endsInOrder(pool);
    }
  }

  private void refuse(Object result) {
    throw new IllegalStateException("no " + result);
  }

  /** What was on its way is ended, though nobody asked the pool to. */
  private void endsInOrder(Pool pool) throws InterruptedException {
    pool.shutdown();
    try {
      assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), "something is still run");
    } finally {
      script.go.countDown();
    }
  }

  @Test
  void aMapIsInterruptedWhileThereIsNoRoom() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withQueue(1).withChunk(1), home)) {
      var _ = pool.apply(F, "wait");
      script.awaitBegun("wait");
      CompletableFuture<Object> map = new CompletableFuture<>();
      Thread mapping = start(() -> pool.map(F, List.of(1, 2, 3)), map);
      awaitBlocked(mapping);

      mapping.interrupt();

      try {
        assertTrue(thrown(map).getMessage().contains("interrupted"), "" + thrown(map));
      } finally {
        script.go.countDown();
      }
    }
  }

  @Test
  void theBytesOfTasksWithAKeyCount() throws Exception {
    PoolOptions options =
        ONE.withQueueBytes(new dev.firebreak.api.ByteSize(10_000))
            .withWhenFull(dev.firebreak.api.WhenFull.REJECT);
    try (Pool pool = TaskPool.open(options, home)) {
      var _ = pool.apply(F, "wait");
      script.awaitBegun("wait");
      Pool sticky = pool.with(it -> it.withKey("k"));
      var _ = sticky.apply(F, new byte[6000]);

      try {
        var why =
            assertThrows(
                dev.firebreak.api.RefusedException.class, () -> sticky.apply(F, new byte[6000]));
        assertTrue(why.getMessage().contains("1 tasks of 6"), why.getMessage());
      } finally {
        script.go.countDown();
      }
    }
  }
}
