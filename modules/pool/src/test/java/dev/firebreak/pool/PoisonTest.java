package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkerDiedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of tasks that kill their workers again and again. */
@Timeout(60)
class PoisonTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final PoolOptions ONE = PoolOptions.DEFAULT.withName("test").withWorkers(1);

  @Test
  void theSameTaskHasKilledThreeTimes() {
    Poison poison = new Poison(3);
    for (int i = 1; i <= 3; i++) {
      assertNull(poison.refusal(PlainJob.of("f", "deadly")));
      assertEquals(i, poison.killed(PlainJob.of("f", "deadly")));
    }

    String why = poison.refusal(PlainJob.of("f", "deadly"));

    assertNotNull(why);
    assertTrue(why.contains("quarantined") && why.contains("killed 3 workers"), why);
    assertNull(poison.refusal(PlainJob.of("f", "harmless")));
    assertNull(poison.refusal(PlainJob.of("f", "deadlz")), "of the same length");
    assertNull(poison.refusal(PlainJob.of("g", "deadly")));
  }

  @Test
  void quarantineIsOff() {
    Poison poison = new Poison(0);
    for (int i = 0; i < 5; i++) {
      assertEquals(0, poison.killed(PlainJob.of("f", "deadly")));
    }

    assertNull(poison.refusal(PlainJob.of("f", "deadly")));
  }

  @Test
  void theMemoryOfKillersIsBounded() {
    Poison poison = new Poison(1);
    for (int i = 0; i < 1001; i++) {
      poison.killed(PlainJob.of("f", "deadly " + i));
    }

    assertNull(poison.refusal(PlainJob.of("f", "deadly 0")));
    assertNotNull(poison.refusal(PlainJob.of("f", "deadly 1000")));
  }

  private static Object run(Object argument, FakeWorker me) {
    if (argument.equals("die")) {
      throw new FakeWorker.Death();
    }
    return argument;
  }

  @Test
  void theFourthTryIsRefusedAndOthersGoOn() throws Exception {
    try (Pool pool = TaskPool.open(ONE, new FakeHome(PoisonTest::run))) {
      for (int i = 0; i < 3; i++) {
        Throwable died =
            assertThrows(ExecutionException.class, () -> pool.apply(F, "die").get()).getCause();
        assertTrue(died instanceof WorkerDiedException, "" + died);
      }

      var refused = assertThrows(RefusedException.class, () -> pool.apply(F, "die"));

      assertTrue(refused.getMessage().contains("quarantined"), refused.getMessage());
      assertEquals("live", pool.apply(F, "live").get());
    }
  }

  private static String refusal(Outcome<Object> outcome) {
    PoolException why = ((Outcome.Failure<Object>) outcome).exception();
    return assertInstanceOf(RefusedException.class, why.getCause()).getMessage();
  }

  @Test
  void anItemOfAMapIsRefusedAloneAndSoIsTheTask() {
    for (int chunk : new int[] {0, 1, 2, 5}) {
      AtomicInteger deaths = new AtomicInteger();
      FakeWorker.Brain brain =
          (argument, me) -> {
            deaths.addAndGet(argument.equals("die") ? 1 : 0);
            return run(argument, me);
          };
      try (Pool pool = TaskPool.open(ONE.withChunk(chunk), new FakeHome(brain))) {
        List<Object> items = List.of("a", "b", "die", "c", "d", "e");
        for (int i = 0; i < 3; i++) {
          assertInstanceOf(Outcome.Crash.class, pool.outcomes(F, items).get(2));
        }

        List<Outcome<Object>> ends = pool.outcomes(F, items);

        assertTrue(refusal(ends.get(2)).contains("item 2 is quarantined"), "" + ends.get(2));
        for (int i : new int[] {0, 1, 3, 4, 5}) {
          assertEquals(items.get(i), ends.get(i).orThrow());
        }
        var map = assertThrows(RefusedException.class, () -> pool.map(F, items));
        assertTrue(map.getMessage().contains("quarantined"), map.getMessage());
        assertThrows(RefusedException.class, () -> pool.apply(F, "die"), "the same by itself");
        assertEquals(3, deaths.get());
        assertEquals(
            pool.insights().submitted(), pool.insights().succeeded() + pool.insights().failed());
      }
    }
  }

  @Test
  void anItemOfAMapIsRefusedAsItKilledByItself() {
    try (Pool pool = TaskPool.open(ONE, new FakeHome(PoisonTest::run))) {
      for (int i = 0; i < 3; i++) {
        assertThrows(ExecutionException.class, () -> pool.apply(F, "die").get());
      }

      List<Outcome<Object>> ends = pool.outcomes(F, List.of("a", "die"));

      assertTrue(refusal(ends.get(1)).contains("quarantined"));
      assertEquals(
          List.of("Value", "Failure"),
          pool.streamOutcomes(F, List.of("a", "die"))
              .map(end -> end.getClass().getSimpleName())
              .toList());
    }
  }

  @Test
  void aKillFromOutsideIsNotCounted() throws Exception {
    Script script = new Script();
    FakeHome home = new FakeHome(script);
    try (Pool pool = TaskPool.open(ONE, home)) {
      for (int i = 0; i < 4; i++) {
        Future<Object> task = pool.apply(F, "wait");
        killWhatRuns(home, script, 2 * i + 1);
        assertThrows(ExecutionException.class, task::get);
        CompletableFuture<List<Object>> map = pool.mapAsync(F, List.of("wait"));
        killWhatRuns(home, script, 2 * i + 2);
        assertThrows(ExecutionException.class, map::get);
      }
      script.go.countDown();

      assertEquals("wait", pool.apply(F, "wait").get(), "eight deaths, none by its own doing");
      assertEquals(List.of("wait"), pool.map(F, List.of("wait")));
    }
  }

  private static void killWhatRuns(FakeHome home, Script script, int run) {
    Await.until(() -> script.ran().size() == run);
    var _ = home.kill(1, home.generation(1), Verdict.Cause.KILLED, "by somebody");
  }

  @Test
  void aRetryEndsWithTheQuarantine() {
    AtomicInteger runs = new AtomicInteger();
    FakeWorker.Brain brain =
        (argument, me) -> {
          runs.incrementAndGet();
          return run(argument, me);
        };
    PoolOptions options = ONE.withQuarantine(2).withRetry(Retry.idempotent(10));
    try (Pool pool = TaskPool.open(options, new FakeHome(brain))) {
      var died = assertThrows(ExecutionException.class, () -> pool.apply(F, "die").get());

      assertTrue(
          died.getMessage().contains("it has killed 2 workers and is quarantined"), "" + died);
      assertEquals(2, runs.get());
    }
  }
}
