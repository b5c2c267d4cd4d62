package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkerDiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a future says in each of its states. */
@Timeout(60)
class PoolTaskTest {
  private static final SerializableFunction<Object, Object> F = it -> it;

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);
  private final Pool pool =
      TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), home);

  @AfterEach
  void close() {
    script.go.countDown();
    pool.close();
  }

  private PoolFuture<Object> running() {
    PoolFuture<Object> task = pool.apply(F, "wait");
    script.awaitBegun("wait");
    return task;
  }

  @Test
  void itRuns() {
    PoolFuture<Object> task = running();

    assertFalse(task.isDone());
    assertFalse(task.isCancelled());
    assertEquals(Future.State.RUNNING, task.state());
    assertThrows(TimeoutException.class, () -> task.get(1, TimeUnit.MILLISECONDS));
    assertThrows(TimeoutException.class, () -> task.get(0, TimeUnit.MILLISECONDS));
    assertThrows(IllegalStateException.class, task::resultNow);
    assertThrows(IllegalStateException.class, task::exceptionNow);
  }

  @Test
  void itReturned() throws Exception {
    PoolFuture<Object> task = pool.apply(F, "value");

    assertEquals("value", task.get());
    assertEquals("value", task.get(0, TimeUnit.SECONDS));
    assertEquals("value", task.join());
    assertEquals("value", task.resultNow());
    assertEquals(Future.State.SUCCESS, task.state());
    assertEquals(new Outcome.Value<Object>("value"), task.outcome());
    assertThrows(IllegalStateException.class, task::exceptionNow);
    assertFalse(task.cancel(true));
    assertFalse(task.isCancelled());
    assertEquals("worker-1#1", task.worker());
  }

  @Test
  void itReturnedNothing() throws Exception {
    assertNull(pool.submit(() -> null).get());
    Object instead = new Object();
    Runnable runnable = (Runnable & java.io.Serializable) () -> {};
    assertSame(instead, pool.submit(runnable, instead).get());
  }

  @Test
  void itThrew() {
    PoolFuture<Object> task = pool.apply(F, "throw");

    var thrown = assertThrows(ExecutionException.class, task::get);
    assertInstanceOf(IllegalStateException.class, thrown.getCause());
    assertEquals("as it was asked", thrown.getCause().getMessage());
    var joined = assertThrows(TaskException.class, task::join);
    assertSame(thrown.getCause(), joined.getCause());
    assertSame(thrown.getCause(), task.exceptionNow());
    assertEquals(Future.State.FAILED, task.state());
    assertInstanceOf(Outcome.Failure.class, task.outcome());
    assertThrows(IllegalStateException.class, task::resultNow);
    assertFalse(task.isCancelled());
  }

  @Test
  void itKilledItsWorker() {
    PoolFuture<Object> task = pool.apply(F, "die");

    assertInstanceOf(
        WorkerDiedException.class, assertThrows(ExecutionException.class, task::get).getCause());
    assertInstanceOf(Outcome.Crash.class, task.outcome());
    assertEquals("worker-1#1", task.worker());
    assertTrue(task.exceptionNow().getMessage().contains("worker-1#1"));
  }

  @Test
  void itWasCancelled() {
    PoolFuture<Object> task = running();

    assertTrue(task.cancel(true));
    assertFalse(task.cancel(true), "a second time");

    assertTrue(task.isDone());
    assertTrue(task.isCancelled());
    assertEquals(Future.State.CANCELLED, task.state());
    assertThrows(CancellationException.class, task::get);
    assertThrows(CancellationException.class, task::join);
    assertThrows(CancellationException.class, task::outcome);
    assertThrows(IllegalStateException.class, task::exceptionNow);
  }

  @Test
  void itWasCancelledBeforeItBegan() {
    var _ = running();
    PoolFuture<Object> waiting = pool.apply(F, "never");

    assertTrue(waiting.cancel(false));
    script.go.countDown();
    pool.apply(F, "last").join();

    assertFalse(script.ran().contains("1#1 never"));
    assertEquals("", waiting.worker());
  }

  @Test
  void whoWaitsIsInterrupted() throws Exception {
    PoolFuture<Object> task = running();
    CompletableFuture<Object> got = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                got.complete(task.get());
              } catch (Throwable e) {
                got.complete(e);
              }
            });
    awaitParked(waiter);

    waiter.interrupt();

    assertInstanceOf(InterruptedException.class, got.get());
    assertFalse(task.isDone());
  }

  @Test
  void whoJoinsIsInterruptedAndWaitsOn() throws Exception {
    PoolFuture<Object> task = running();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(() -> {
              task.join();
              kept.complete(Thread.currentThread().isInterrupted());
            });
    awaitParked(waiter);
    waiter.interrupt();

    script.go.countDown();

    assertTrue(kept.get(), "the interrupt is for the caller to see");
  }

  private static void awaitParked(Thread thread) {
    Await.until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void actionsThatDependOnItRunOnThreadsThatMayWait() {
    CompletableFuture<Object> first = pool.supply(() -> 1).thenApply(it -> "then " + it);
    // It waits for another task of the same pool, on whose reader it must not run.
    CompletableFuture<Object> second =
        pool.apply(F, "a").toCompletableFuture().thenApply(it -> pool.apply(F, it + "b").join());

    assertEquals("ab", second.join());
    assertEquals("then null", first.join()); // the fake worker returns its argument
  }

  @Test
  void aStageIsCancelledAndItsTaskToo() {
    PoolFuture<Object> task = running();

    task.toCompletableFuture().cancel(true);

    assertTrue(task.isCancelled());
  }

  @Test
  void aTaskIsCancelledAndItsStageToo() {
    PoolFuture<Object> task = running();
    CompletableFuture<Object> stage = task.toCompletableFuture();

    task.cancel(true);

    assertThrows(CancellationException.class, stage::join);
    assertTrue(stage.isCancelled());
  }

  /** The end of a task and its cancellation meet: one of them wins, for all to see. */
  @Test
  void cancellingMeetsTheEnd() throws Exception {
    AtomicInteger values = new AtomicInteger();
    List<PoolFuture<Object>> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      PoolFuture<Object> task = pool.apply(F, i);
      all.add(task);
      boolean cancelled = i % 2 == 0 && task.cancel(false);

      assertEquals(cancelled, task.isCancelled());
    }
    for (PoolFuture<Object> task : all) {
      try {
        task.get();
        values.incrementAndGet();
        assertFalse(task.isCancelled());
      } catch (CancellationException e) {
        assertTrue(task.isCancelled());
      }
    }

    assertTrue(values.get() >= 1000, "" + values);
    assertEquals(2000, pool.insights().succeeded() + pool.insights().failed());
    assertEquals(values.get(), pool.insights().succeeded());
  }

  @Test
  void aTaskNeverStarted() {
    var _ = running();
    PoolFuture<Object> waiting = pool.apply(F, "never");

    List<Runnable> never = pool.shutdownNow();

    assertEquals(1, never.size());
    assertTrue(waiting.isCancelled());
    assertTrue(never.getFirst().toString().startsWith("task 2 ("), "" + never);
  }
}
