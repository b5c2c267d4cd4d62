package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WorkerDiedException;
import java.util.concurrent.ExecutionException;
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
