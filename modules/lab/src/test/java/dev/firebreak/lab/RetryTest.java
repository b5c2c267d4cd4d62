package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.Retry;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerDiedException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What becomes of tasks whose worker died: begun at most once, unless they say that it is no harm.
 * Not on threads: the death of one is this JVM's.
 */
class RetryTest extends PoolTrial {
  private static String dieUnlessAttempt(Gate gate, int survives) {
    int attempt = WorkContext.current().attempt();
    gate.arrive("attempt " + attempt);
    if (attempt < survives) {
      Runtime.getRuntime().halt(9);
    }
    return "survived " + attempt;
  }

  private static WorkerDiedException died(PoolFuture<?> future) {
    WorkerDiedException died = assertInstanceOf(WorkerDiedException.class, failure(future));
    assertInstanceOf(Outcome.Crash.class, future.outcome());
    return died;
  }

  @Test
  void runningTaskIsNotRunAgain() {
    Pool pool = open(1);
    Gate gate = gate();

    PoolFuture<String> task = pool.submit(() -> dieUnlessAttempt(gate, 2));

    WorkerDiedException died = died(task);
    assertEquals(Verdict.Cause.HALT, died.verdict().cause());
    assertEquals(task.worker(), died.worker());
    assertTrue(died.pid() > 0);
    assertTrue(
        died.getMessage().contains("worker-1#1 (pid " + died.pid() + ")"), died.getMessage());
    assertTrue(died.getMessage().contains("ended with status 9"), died.getMessage());
    assertTrue(died.getMessage().contains("Retry.idempotent"), died.getMessage());
    assertEquals(List.of("attempt 1"), gate.arrivals());
    assertEquals(1, pool.submit(() -> 1).join());
    assertEquals(1, pool.insights().crashes());
  }

  @Test
  void tasksThatItHeldGoToAnotherUnseen() throws Exception {
    Pool pool = open(1);
    assertEquals(3000, pool.map(x -> x, IntStream.range(0, 3000).boxed().toList()).size());
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> guilty =
        pool.submit(() -> {
          gate.pass("guilty");
          Runtime.getRuntime().halt(9);
          return "never";
        });
    List<PoolFuture<?>> held = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String name = "held " + i;
      held.add(pool.submit(() -> other.arrive(name)));
    }

    gate.open();

    died(guilty);
    for (PoolFuture<?> task : held) {
      task.get();
      assertNotEquals(guilty.worker(), task.worker());
    }
    assertEquals(IntStream.range(0, 10).mapToObj(i -> "held " + i).toList(), other.arrivals());
  }

  @Test
  void neverMeansNotEvenWhenItWasOnlySent() {
    Pool pool = open(1, options -> options.withRetry(Retry.never()));
    assertEquals(3000, pool.map(x -> x, IntStream.range(0, 3000).boxed().toList()).size());
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> guilty =
        pool.submit(() -> {
          gate.pass("guilty");
          Runtime.getRuntime().halt(9);
          return "never";
        });
    PoolFuture<?> held = pool.submit(() -> other.arrive("held"));
    boolean sent = pool.workers().getFirst().held() == 2;

    gate.open();

    died(guilty);
    if (sent) {
      assertTrue(died(held).getMessage().contains("before it began it"), died(held)::getMessage);
      assertEquals(List.of(), other.arrivals());
    } else {
      held.join(); // it was still in the queue, and so was sent once
    }
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void idempotentIsRunAgainSoOften() throws Exception {
    Pool pool = open(1, options -> options.withQuarantine(0));
    Gate first = gate();
    Gate second = gate();

    PoolFuture<String> survives =
        pool.with(task -> task.withRetry(Retry.idempotent(2)))
            .submit(() -> dieUnlessAttempt(first, 3));
    PoolFuture<String> dies =
        pool.with(task -> task.withRetry(Retry.idempotent(2)))
            .submit(() -> dieUnlessAttempt(second, 4));

    assertEquals("survived 3", survives.get());
    assertEquals(List.of("attempt 1", "attempt 2", "attempt 3"), first.arrivals());
    died(dies);
    assertEquals(List.of("attempt 1", "attempt 2", "attempt 3"), second.arrivals());
  }

  @Test
  void idempotentItemsOfAMapAreRunAgainEach() {
    Pool pool = open(2, options -> options.withRetry(Retry.idempotent(1)).withChunk(20));
    Gate gate = gate();

    List<Outcome<Integer>> outcomes =
        pool.outcomes(
            x -> {
              if (x % 40 == 10) {
                var _ = dieUnlessAttempt(gate, x == 50 ? 9 : 2);
              }
              return x;
            },
            IntStream.range(0, 100).boxed().toList());

    for (int i = 0; i < 100; i++) {
      if (i == 50) {
        assertInstanceOf(Outcome.Crash.class, outcomes.get(i));
      } else {
        assertEquals(i, outcomes.get(i).orThrow());
      }
    }
    assertEquals(6, gate.arrivals().size());
  }

  private static int poison(int x) {
    if (x == 13) {
      Runtime.getRuntime().halt(13);
    }
    return x;
  }

  @Test
  void taskThatKillsAgainAndAgainIsQuarantined() throws Exception {
    Pool pool = open(1, options -> options.withQuarantine(2));

    died(pool.apply(RetryTest::poison, 13));
    WorkerDiedException second = died(pool.apply(RetryTest::poison, 13));
    RefusedException refused =
        assertThrows(RefusedException.class, () -> pool.apply(RetryTest::poison, 13));

    assertTrue(second.getMessage().contains("is quarantined"), second.getMessage());
    assertTrue(refused.getMessage().contains("has killed 2 workers"), refused.getMessage());
    assertEquals(12, pool.apply(RetryTest::poison, 12).get(), "with other arguments it is another");
    assertEquals(2, pool.insights().crashes());
  }

  @Test
  void quarantineEndsRetriesToo() {
    Pool pool = open(1, options -> options.withQuarantine(3));
    Gate gate = gate();

    PoolFuture<String> task =
        pool.with(options -> options.withRetry(Retry.idempotent(100)))
            .submit(() -> dieUnlessAttempt(gate, 1000));

    assertTrue(died(task).getMessage().contains("is quarantined"));
    assertEquals(3, gate.arrivals().size());
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void quarantineOfItemsOfAMap() {
    Pool pool = open(2, options -> options.withQuarantine(2));

    for (int round = 0; round < 3; round++) {
      List<Outcome<Integer>> outcomes =
          pool.outcomes(RetryTest::poison, IntStream.range(0, 30).boxed().toList());

      for (int i = 0; i < 30; i++) {
        if (i != 13) {
          assertEquals(i, outcomes.get(i).orThrow());
        } else if (round < 2) {
          assertInstanceOf(Outcome.Crash.class, outcomes.get(i));
        } else {
          ResultException refused = assertThrows(ResultException.class, outcomes.get(13)::orThrow);
          assertInstanceOf(RefusedException.class, refused.getCause());
          assertTrue(refused.getMessage().contains("is quarantined"), refused.getMessage());
        }
      }
    }
  }

  @Test
  void deadlineAndCancelAreNoCrashes() {
    Pool pool = open(1, options -> options.withRetry(Retry.idempotent(5)));
    Gate gate = gate();
    PoolFuture<String> spins = pool.submit(() -> gate.spin("spins"));
    gate.awaitArrivals(1);

    assertTrue(spins.cancel(true));

    assertEquals(1, pool.submit(() -> 1).join());
    assertEquals(List.of("spins"), gate.arrivals(), "what was cancelled is not run again");
  }
}
