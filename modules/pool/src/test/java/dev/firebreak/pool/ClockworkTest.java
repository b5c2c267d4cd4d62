package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Retry;
import dev.firebreak.api.SerializableFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strikes by time, and what does not as this process itself was paused. */
@Timeout(60)
class ClockworkTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final PoolOptions ONE = PoolOptions.DEFAULT.withName("test").withWorkers(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);

  private static LimitException limit(Future<?> future) {
    return (LimitException) assertThrows(ExecutionException.class, future::get).getCause();
  }

  @Test
  void aTaskWaitsTooLong() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      Future<Object> running = pool.apply(F, "wait");
      script.awaitBegun("wait");
      Future<Object> waiting = pool.with(it -> it.withQueueDeadline(SHORT)).apply(F, "late");

      LimitException why = limit(waiting);

      assertEquals(LimitException.Clock.QUEUE, why.clock());
      assertEquals(SHORT, why.limit());
      script.go.countDown();
      assertEquals("wait", running.get());
    }

    assertEquals(List.of("1#1 wait"), script.ran());
  }

  @Test
  void aTaskWaitsTooLongThatWasSentAhead() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      for (int i = 0; i < 200; i++) {
        pool.apply(F, "quick").get(); // so that tasks are sent ahead
      }
      Future<Object> running = pool.apply(F, "wait");
      List<Future<Object>> ahead = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ahead.add(pool.with(it -> it.withQueueDeadline(SHORT)).apply(F, "late"));
      }

      for (Future<Object> each : ahead) {
        assertEquals(LimitException.Clock.QUEUE, limit(each).clock());
      }

      script.go.countDown();
      assertEquals("wait", running.get());
      assertEquals("live", pool.apply(F, "live").get());
      assertFalse(script.ran().contains("1#1 late"));
    }
  }

  @Test
  void aQueueDeadlineDoesNotEndWhatRuns() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      pool.awaitReady();
      Future<Object> running = pool.with(it -> it.withQueueDeadline(SHORT)).apply(F, "wait");
      script.awaitBegun("wait");
      Future<Object> behind = pool.with(it -> it.withQueueDeadline(SHORT)).apply(F, "late");
      limit(behind);

      assertFalse(running.isDone());
      script.go.countDown();
      assertEquals("wait", running.get());
    }
  }

  @Test
  void aTaskRunsTooLongAndEndsWhenItIsAsked() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT), home)) {
      LimitException why = limit(pool.apply(F, "polite"));

      assertEquals(LimitException.Clock.RUN, why.clock());
      assertTrue(why.getMessage().contains("it returned when it was asked"), why.getMessage());
      assertEquals("live", pool.apply(F, "live").get());
      assertEquals(1, home.generation(1));
    }
  }

  @Test
  void aTaskRunsTooLongAndEndsWhenItIsInterrupted() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT), home)) {
      LimitException why = limit(pool.apply(F, "wait"));

      assertTrue(why.getMessage().contains("it ended when it was interrupted"), why.getMessage());
      assertEquals("live", pool.apply(F, "live").get());
      assertEquals(1, home.generation(1));
    }
  }

  @Test
  void aTaskRunsTooLongAndHearsNothing() throws Exception {
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT), home)) {
      LimitException why = limit(pool.apply(F, "stubborn"));

      assertTrue(
          why.getMessage()
              .contains(
                  "neither asking, an interrupt nor SIGTERM ended it, so its worker was kill"),
          why.getMessage());
      assertEquals("live", pool.apply(F, "live").get());
      assertEquals(2, home.generation(1));
      assertEquals(0, pool.insights().crashes());
    }
  }

  @Test
  void aTaskThatRanTooLongIsNotRetried() throws Exception {
    PoolOptions options = ONE.withRunDeadline(SHORT).withRetry(Retry.idempotent(2));
    try (Pool pool = TaskPool.open(options, home)) {
      LimitException why = limit(pool.apply(F, "stubborn"));

      assertEquals(LimitException.Clock.RUN, why.clock());
      assertEquals("live", pool.apply(F, "live").get());
      assertEquals(List.of("1#1 stubborn", "1#2 live"), script.ran());
    }
  }

  @Test
  void aTaskRunsTooLongAndSigtermEndsItsWorker() throws Exception {
    home.rung = "terminate";
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT), home)) {
      LimitException why = limit(pool.apply(F, "stubborn"));

      assertTrue(
          why.getMessage().contains("an interrupt ended it, so its worker was ended by SIGTERM"),
          why.getMessage());
      assertEquals("live", pool.apply(F, "live").get());
    }
  }

  @Test
  void nothingBeginsInAWorkerThatIsBeingEnded() throws Exception {
    home.rung = "";
    try (Pool pool = TaskPool.open(ONE, home)) {
      for (int i = 0; i < 200; i++) {
        pool.apply(F, "quick").get(); // so that tasks are sent ahead
      }
      Future<Object> running = pool.apply(F, "stubborn");
      List<Future<Object>> behind = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        behind.add(pool.apply(F, "live"));
      }
      script.awaitBegun("stubborn");
      running.cancel(true);
      Await.until(() -> home.calls().stream().anyMatch(call -> call.startsWith("end 1")));

      script.go.countDown(); // it ends by itself after all, as its worker does
      behind.add(pool.apply(F, "live"));
      Await.until(() -> pool.workers().getFirst().held() == 0);
      home.crash(1);

      for (Future<Object> each : behind) {
        assertEquals("live", each.get(), "it was not begun, so it was lost with nobody");
      }
      assertFalse(script.ran().contains("1#1 live"));
    }
  }

  @Test
  void aHomeCannotKill() {
    home.kills = false;
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT), home)) {
      LimitException why = limit(pool.apply(F, "stubborn"));

      assertTrue(why.getMessage().contains("a thread cannot be killed"), why.getMessage());
    }
  }

  @Test
  void anItemOfAChunkRunsTooLong() {
    try (Pool pool = TaskPool.open(ONE.withRunDeadline(SHORT).withChunk(3), home)) {
      var ends = pool.outcomes(F, List.of("a", "polite", "b"));

      assertEquals("Value Timeout Value", names(ends));
    }
  }

  private static String names(List<?> ends) {
    return String.join(" ", ends.stream().map(end -> end.getClass().getSimpleName()).toList());
  }

  @Test
  void aRunningTaskIsCancelledWithoutForce() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      Future<Object> running = pool.apply(F, "stubborn");
      script.awaitBegun("stubborn");

      assertTrue(running.cancel(false));

      assertThrows(CancellationException.class, running::get);
      Future<Object> next = pool.apply(F, "next");
      assertThrows(
          java.util.concurrent.TimeoutException.class,
          () -> next.get(1200, TimeUnit.MILLISECONDS)); // longer than the whole ladder
      script.go.countDown();
      assertEquals("next", next.get());
      assertEquals(1, home.generation(1));
    }
  }

  @Test
  void aRunningTaskIsCancelledByForce() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      Future<Object> running = pool.apply(F, "stubborn");
      script.awaitBegun("stubborn");

      assertTrue(running.cancel(true));

      assertEquals("next", pool.apply(F, "next").get());
      assertEquals(2, home.generation(1));
      assertTrue(
          home.calls().contains("kill 1: its task was cancelled and did not end"),
          "" + home.calls());
    }
  }

  /** A clock that is held up for longer than the limit: nobody but itself is to blame. */
  @Test
  void thisProcessWasPausedWhileATaskRan() throws Exception {
    Core core = new Core(ONE, home, Screen.NONE);
    core.open();
    try {
      PoolTask<Object> quick = task(core, "quick", Duration.ZERO, Duration.ZERO);
      core.dispatcher.intake().submit(quick);
      quick.get(); // from now on the worker itself notes when it begins something
      Duration most = Duration.ofMillis(700);
      PoolTask<Object> task = task(core, "wait", most, Duration.ZERO);
      core.dispatcher.intake().submit(task);
      script.awaitBegun("wait");

      pause(core, most.plus(Defaults.PAUSE));
      awaitTicks(core);

      assertFalse(task.isDone());
      script.go.countDown();
      assertEquals("wait", task.get());
    } finally {
      end(core);
    }
  }

  @Test
  void thisProcessWasPausedWhileATaskWaited() throws Exception {
    Core core = new Core(ONE, home, Screen.NONE);
    core.open();
    try {
      core.dispatcher.intake().submit(task(core, "wait", Duration.ZERO, Duration.ZERO));
      script.awaitBegun("wait");
      Duration most = Duration.ofMillis(700);
      PoolTask<Object> task = task(core, "next", Duration.ZERO, most);
      core.dispatcher.intake().submit(task);

      pause(core, most.plus(Defaults.PAUSE));
      awaitTicks(core);

      assertFalse(task.isDone());
      script.go.countDown();
      assertEquals("next", task.get());
    } finally {
      end(core);
    }
  }

  /** The clock ticks under the lock, so that who has the lock pauses it. */
  private static void pause(Core core, Duration time) {
    core.dispatcher.lock();
    try {
      long until = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    } finally {
      core.dispatcher.unlock();
    }
    Await.until(() -> pauses(core) > 0);
  }

  private static long pauses(Core core) {
    core.dispatcher.lock();
    try {
      return core.dispatcher.clockwork().pauses();
    } finally {
      core.dispatcher.unlock();
    }
  }

  /** Waits for a limit of another task to strike, which shows that the clock goes on. */
  private static void awaitTicks(Core core) {
    PoolTask<Object> other = task(core, "other", Duration.ZERO, Duration.ofMillis(30));
    core.dispatcher.intake().submit(other);
    limit(other);
  }

  private static PoolTask<Object> task(Core core, Object argument, Duration run, Duration queue) {
    Terms terms =
        new Terms("timed", run.toNanos(), queue.toNanos(), core.options.retry(), 0, "", null);
    Shipped shipped = core.shipping.function(F);
    var encoder = core.shipping.arguments(shipped);
    try {
      encoder.value(argument, "argument");
    } catch (dev.firebreak.link.CodecException e) {
      throw new AssertionError(e);
    }
    return new PoolTask<>(
        core.dispatcher,
        terms,
        shipped,
        core.dispatcher.nextId(1),
        encoder.copy(),
        1,
        PoolTask.OWN,
        F);
  }

  private void end(Core core) throws InterruptedException {
    script.go.countDown();
    core.shutdown();
    assertTrue(core.awaitTermination(10, TimeUnit.SECONDS));
  }

  @Test
  void whatWaitsIsNotHeldUpByALimitOfWhatRuns() throws Exception {
    try (Pool pool = TaskPool.open(ONE, home)) {
      CompletableFuture<Object> first =
          pool.with(it -> it.withRunDeadline(SHORT)).supply(() -> null);

      first.get();
      Future<Object> wait = pool.apply(F, "wait"); // without a limit
      script.awaitBegun("wait");
      Future<Object> limited = pool.with(it -> it.withRunDeadline(SHORT)).apply(F, "polite");
      script.go.countDown();

      assertEquals("wait", wait.get());
      assertEquals(LimitException.Clock.RUN, limit(limited).clock());
    }
  }
}
