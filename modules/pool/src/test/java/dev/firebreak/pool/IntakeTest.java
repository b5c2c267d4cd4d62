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
import dev.firebreak.api.WhenFull;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is accepted, and when. */
@Timeout(60)
class IntakeTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final PoolOptions TWO_WAIT =
      PoolOptions.DEFAULT.withName("test").withWorkers(1).withQueue(2);

  private final Script script = new Script();

  private Pool open(PoolOptions options) {
    return TaskPool.open(options, new FakeHome(script));
  }

  /** One runs, and two wait. */
  private List<Future<Object>> fill(Pool pool) {
    Future<Object> running = pool.apply(F, "wait");
    script.awaitBegun("wait");
    return List.of(running, pool.apply(F, 1), pool.apply(F, 2));
  }

  private static Thread submitter(Pool pool, CompletableFuture<Object> result) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            result.complete(pool.apply(F, "more").get());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
  }

  private static void awaitBlocked(Thread thread) {
    Await.until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void aFullPoolRejects() throws Exception {
    try (Pool pool = open(TWO_WAIT.withWhenFull(WhenFull.REJECT))) {
      List<Future<Object>> all = fill(pool);

      var refused = assertThrows(RefusedException.class, () -> pool.apply(F, "more"));

      assertTrue(refused.getMessage().contains("pool test is full: 2 tasks"), refused.getMessage());
      script.go.countDown();
      for (Future<Object> each : all) {
        each.get();
      }
      assertEquals("later", pool.apply(F, "later").get());
    }
  }

  @Test
  void aFullPoolFailsTheFuture() throws Exception {
    try (Pool pool = open(TWO_WAIT.withWhenFull(WhenFull.FAIL_FUTURE))) {
      List<Future<Object>> all = fill(pool);

      Future<Object> refused = pool.apply(F, "more");

      assertTrue(refused.isDone());
      Throwable why = assertThrows(ExecutionException.class, refused::get).getCause();
      assertTrue(why instanceof RefusedException, "" + why);
      script.go.countDown();
      for (Future<Object> each : all) {
        each.get();
      }
    }
  }

  @Test
  void aFullPoolBlocksUntilThereIsRoom() throws Exception {
    try (Pool pool = open(TWO_WAIT)) {
      fill(pool);
      CompletableFuture<Object> result = new CompletableFuture<>();
      Thread blocked = submitter(pool, result);
      awaitBlocked(blocked);
      assertFalse(result.isDone());

      script.go.countDown();

      assertEquals("more", result.get());
    }
  }

  @Test
  void aBlockedSubmitterIsInterrupted() throws Exception {
    try (Pool pool = open(TWO_WAIT)) {
      fill(pool);
      CompletableFuture<Boolean> kept = new CompletableFuture<>();
      CompletableFuture<Object> result = new CompletableFuture<>();
      Thread blocked =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  var _ = pool.apply(F, "more");
                } catch (RefusedException e) {
                  result.complete(e.getMessage());
                }
                kept.complete(Thread.currentThread().isInterrupted());
              });
      awaitBlocked(blocked);

      blocked.interrupt();

      assertTrue(String.valueOf(result.get()).contains("the submitter was interrupted"));
      assertTrue(kept.get());
      script.go.countDown();
    }
  }

  @Test
  void thePoolIsShutDownWhileASubmitterIsBlocked() throws Exception {
    try (Pool pool = open(TWO_WAIT)) {
      List<Future<Object>> all = fill(pool);
      CompletableFuture<Object> result = new CompletableFuture<>();
      awaitBlocked(submitter(pool, result));

      pool.shutdown();

      Throwable why = assertThrows(ExecutionException.class, result::get).getCause();
      assertTrue(why.getMessage().contains("closed"), why.getMessage());
      script.go.countDown();
      for (Future<Object> each : all) {
        each.get(); // what was accepted is done
      }
    }
  }

  @Test
  void aWaitingTaskIsCancelledAndMakesRoom() throws Exception {
    try (Pool pool = open(TWO_WAIT)) {
      List<Future<Object>> all = fill(pool);
      CompletableFuture<Object> result = new CompletableFuture<>();
      awaitBlocked(submitter(pool, result));

      all.get(1).cancel(false);

      while (!script.ran().contains("1#1 more") && script.go.getCount() > 0) {
        script.go.countDown();
      }
      assertEquals("more", result.get());
      assertFalse(script.ran().contains("1#1 1"));
    }
  }

  @Test
  void bytesAreBoundedAsWell() throws Exception {
    PoolOptions options =
        TWO_WAIT.withQueue(1000).withQueueBytes(new ByteSize(10_000)).withWhenFull(WhenFull.REJECT);
    try (Pool pool = open(options)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");
      Future<Object> first = pool.apply(F, new byte[6000]);

      var refused = assertThrows(RefusedException.class, () -> pool.apply(F, new byte[6000]));

      assertTrue(refused.getMessage().contains("queueBytes 10000"), refused.getMessage());
      Future<Object> small = pool.apply(F, new byte[100]);
      script.go.countDown();
      running.get();
      first.get();
      small.get();
    }
  }

  @Test
  void aTaskIsLargerThanTheWholeQueue() throws Exception {
    PoolOptions options = TWO_WAIT.withQueueBytes(new ByteSize(1000)).withWhenFull(WhenFull.REJECT);
    try (Pool pool = open(options)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");

      Future<Object> large = pool.apply(F, new byte[50_000]);

      script.go.countDown();
      running.get();
      assertEquals(50_000, ((byte[]) large.get()).length);
    }
  }

  @Test
  void nothingIsAcceptedByAClosedPool() {
    Pool pool = open(TWO_WAIT);
    pool.close();

    var refused = assertThrows(RefusedException.class, () -> pool.apply(F, 1));

    assertEquals("pool test is closed and accepts no more tasks", refused.getMessage());
  }
}
