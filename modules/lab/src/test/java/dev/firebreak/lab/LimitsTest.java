package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits: each clock has its own, and what struck says which, and what ended the task. */
class LimitsTest extends OnBothHomes {
  private static final Duration SHORT = Duration.ofMillis(200);

  private static LimitException struck(PoolFuture<?> future) {
    LimitException limit = assertInstanceOf(LimitException.class, failure(future));
    assertInstanceOf(Outcome.Timeout.class, future.outcome());
    return limit;
  }

  private static Pool limited(Pool pool) {
    return pool.with(task -> task.withRunDeadline(SHORT));
  }

  @Test
  void taskThatSleepsIsInterrupted() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();

    LimitException limit = struck(limited(pool).submit(() -> gate.pass("sleeps")));

    assertEquals(LimitException.Clock.RUN, limit.clock());
    assertEquals(SHORT, limit.limit());
    assertTrue(limit.getMessage().contains("200 ms"), limit.getMessage());
    assertTrue(limit.getMessage().contains("when it was interrupted"), limit.getMessage());
    assertEquals(1, pool.submit(() -> 1).get());
    assertEquals(1, pool.workers().getFirst().generation());
  }

  @Test
  void taskThatAsksReturns() throws Exception {
    Pool pool = open(1);

    LimitException limit =
        struck(
            limited(pool)
                .submit(() -> {
                  while (!WorkContext.current().cancelled()) {
                    Thread.sleep(1);
                  }
                  return "too late all the same";
                }));

    assertTrue(limit.getMessage().contains("when it was asked"), limit.getMessage());
    assertEquals(1, pool.submit(() -> 1).get());
  }

  @Test
  void taskThatComputesLosesItsWorker() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> spins = limited(pool).submit(() -> gate.spin("spins"));
    PoolFuture<Integer> behind = pool.submit(() -> 1);

    LimitException limit = struck(spins);

    assertTrue(
        limit.getMessage().contains(home.kills() ? "SIGTERM" : "cannot be killed"),
        limit.getMessage());
    assertEquals(1, behind.get(), "what waited behind it runs on a replacement");
    assertNotEquals(spins.worker(), behind.worker());
  }

  @Test
  void taskWhoseHookHangsLosesItsWorkerAllTheSame() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    boolean hangs = home.kills(); // the hooks of a thread are those of this JVM
    PoolFuture<String> spins =
        limited(pool)
            .submit(() -> {
              if (hangs) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> gate.passStubbornly("hook")));
              }
              return gate.spin("spins");
            });

    LimitException limit = struck(spins);

    assertTrue(
        limit.getMessage().contains(hangs ? "nor SIGTERM ended it" : "cannot be killed"),
        limit.getMessage());
    assertEquals(1, pool.submit(() -> 1).get());
  }

  @Test
  void limitOfThePoolIsThatOfEveryTask() throws Exception {
    Pool pool = open(1, options -> options.withRunDeadline(SHORT));
    Gate gate = gate();

    LimitException limit = struck(pool.submit(() -> gate.pass("sleeps")));
    PoolFuture<String> longer =
        pool.with(task -> task.withRunDeadline(Duration.ofMinutes(1)))
            .submit(() -> gate.pass("has time"));

    assertEquals(LimitException.Clock.RUN, limit.clock());
    gate.awaitArrivals(2);
    gate.open();
    assertEquals("has time", longer.get());
  }

  @Test
  void runLimitBeginsWhenTheTaskDoes() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> first = occupy(pool, gate);
    PoolFuture<Integer> waits =
        pool.with(task -> task.withRunDeadline(Duration.ofMillis(500))).submit(() -> 1);

    assertThrows(
        java.util.concurrent.TimeoutException.class,
        () -> waits.get(1, java.util.concurrent.TimeUnit.SECONDS));
    gate.open();

    assertEquals("busy", first.get());
    assertEquals(1, waits.get(), "its time in the queue is not its own");
  }

  @Test
  void taskThatWaitsTooLongIsNeverBegun() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> running = occupy(pool, gate);
    PoolFuture<?> late =
        pool.with(task -> task.withQueueDeadline(SHORT)).submit(() -> other.arrive("late"));
    PoolFuture<?> patient = pool.submit(() -> other.arrive("patient"));

    LimitException limit = struck(late);

    assertEquals(LimitException.Clock.QUEUE, limit.clock());
    assertEquals(SHORT, limit.limit());
    gate.open();
    assertEquals("busy", running.get());
    patient.get();
    assertEquals(List.of("patient"), other.arrivals());
  }

  @Test
  void taskThatWasSentAheadAndWaitsTooLongIsNeverBegun() throws Exception {
    Pool pool = open(1);
    assertEquals(3000, pool.map(x -> x, IntStream.range(0, 3000).boxed().toList()).size());
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> running = pool.submit(() -> gate.pass("busy"));
    Pool hurried = pool.with(task -> task.withQueueDeadline(SHORT));
    List<PoolFuture<?>> late = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      late.add(hurried.submit(() -> other.arrive("late")));
    }

    for (PoolFuture<?> task : late) {
      assertEquals(LimitException.Clock.QUEUE, struck(task).clock());
    }

    gate.open();
    assertEquals("busy", running.get());
    assertEquals(1, pool.submit(() -> 1).get());
    assertEquals(List.of(), other.arrivals());
  }

  @Test
  void queueLimitOfThePool() throws Exception {
    Pool pool = open(1, options -> options.withQueueDeadline(SHORT));
    pool.awaitReady();
    Gate gate = gate();
    PoolFuture<String> running = occupy(pool, gate);

    assertEquals(LimitException.Clock.QUEUE, struck(pool.submit(() -> 1)).clock());

    gate.open();
    assertEquals("busy", running.join(), "what was begun in time runs as long as it likes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void itemOfAMapFailsAlone(int chunk) {
    Pool pool = open(2, options -> options.withChunk(chunk).withRunDeadline(SHORT));
    Gate gate = gate();

    List<Outcome<Integer>> outcomes =
        pool.outcomes(
            x -> x == 30 ? gate.pass(x) : x == 60 ? gate.passStubbornly(x) : x,
            IntStream.range(0, 100).boxed().toList());

    for (int i = 0; i < 100; i++) {
      if (i == 30 || i == 60) {
        LimitException limit = assertInstanceOf(Outcome.Timeout.class, outcomes.get(i)).exception();
        assertEquals(LimitException.Clock.RUN, limit.clock());
      } else {
        assertEquals(i, outcomes.get(i).orThrow());
      }
    }
  }

  @Test
  void workerThatDoesNotStartInTime() {
    Gate gate = gate();
    Pool pool =
        open(
            1,
            options ->
                options
                    .withStartDeadline(Duration.ofMillis(700))
                    .withInitializer(() -> gate.passStubbornly("init")));

    Throwable thrown = failure(pool.submit(() -> 1));

    assertInstanceOf(dev.firebreak.api.WorkerStartException.class, thrown);
    assertTrue(
        thrown.getMessage().contains("700 ms") || thrown.getMessage().contains("0.7 s"),
        thrown.getMessage());
    ExecutionException ready = assertThrows(ExecutionException.class, pool::awaitReady);
    assertInstanceOf(dev.firebreak.api.WorkerStartException.class, ready.getCause());
  }
}
