package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.Rung;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.WorkContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Cancelling: a task that waits, one that was sent ahead, and ones that run and will not listen.
 */
class CancelTest extends OnBothHomes {
  /** Runs until it is told to end. */
  private static String obey(Gate gate) throws InterruptedException {
    gate.arrive("obeys");
    while (!WorkContext.current().cancelled()) {
      Thread.sleep(1);
    }
    gate.arrive("was told");
    return "told";
  }

  /** Many short ones, after which a worker is sent tasks ahead. */
  private static void warm(Pool pool) {
    assertEquals(
        2000,
        pool.map(x -> x + 1, java.util.stream.IntStream.range(0, 2000).boxed().toList()).size());
  }

  private static void assertCancelled(PoolFuture<?> future) {
    assertTrue(future.isDone());
    assertTrue(future.isCancelled());
    assertEquals(Future.State.CANCELLED, future.state());
    assertThrows(CancellationException.class, future::get);
    assertThrows(CancellationException.class, future::join);
    assertFalse(future.cancel(true), "it has ended");
  }

  @Test
  void queuedTaskIsNeverBegun() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> running = occupy(pool, gate);
    PoolFuture<?> queued = pool.submit(() -> other.arrive("queued"));
    PoolFuture<?> behind = pool.submit(() -> other.arrive("behind"));

    assertTrue(queued.cancel(false));

    assertCancelled(queued);
    gate.open();
    assertEquals("busy", running.get());
    behind.get();
    assertEquals(List.of("behind"), other.arrivals());
  }

  @Test
  void taskThatWasSentAheadIsNeverBegun() throws Exception {
    Pool pool = open(1);
    warm(pool);
    Gate gate = gate();
    Gate other = gate();
    PoolFuture<String> running = pool.submit(() -> gate.pass("busy"));
    List<PoolFuture<?>> held = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String name = "held " + i;
      held.add(pool.submit(() -> other.arrive(name)));
    }
    gate.awaitArrivals(1);

    assertTrue(held.get(3).cancel(true));
    assertTrue(held.get(4).cancel(false));

    assertCancelled(held.get(3));
    gate.open();
    assertEquals("busy", running.get(), "a neighbour in the same worker is left alone");
    for (int i = 0; i < 10; i++) {
      if (i != 3 && i != 4) {
        held.get(i).get();
      }
    }
    assertEquals(
        List.of("held 0", "held 1", "held 2", "held 5", "held 6", "held 7", "held 8", "held 9"),
        other.arrivals());
    assertEquals(1, pool.workers().getFirst().generation(), "nobody was killed for it");
  }

  @Test
  void runningTaskThatSleepsIsInterrupted() throws Exception {
    assertEnds(gate -> () -> gate.pass("sleeps"), true);
  }

  @Test
  void runningTaskThatAsksIsTold() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> task = pool.submit(() -> obey(gate));
    gate.awaitArrivals(1);

    assertTrue(task.cancel(true));

    assertCancelled(task);
    assertEquals(1, pool.submit(() -> 1).get());
    assertEquals(List.of("obeys", "was told"), gate.arrivals());
    assertEquals(1, pool.workers().getFirst().generation());
    assertEquals(Optional.of(Rung.ASK), step(task));
  }

  private static Optional<Rung> step(PoolFuture<?> task) throws Exception {
    return task.ended().get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatWasCancelledTellsWhenItHasEnded() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> deaf = pool.submit(() -> gate.passStubbornly("deaf"));
    gate.awaitArrivals(1);

    assertTrue(deaf.cancel(false));

    assertCancelled(deaf);
    CancellationException thrown = assertThrows(CancellationException.class, deaf::get);
    assertTrue(thrown.getMessage().contains("PoolFuture.ended()"), thrown.getMessage());
    assertFalse(deaf.ended().isDone(), "it runs");
    gate.open();
    assertEquals(Optional.of(Rung.ASK), step(deaf));
    assertEquals(Optional.of(Rung.ASK), step(deaf), "who asks later");
  }

  @Test
  void whatWasNotCancelledEndsWithItsResult() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> busy = occupy(pool, gate);
    PoolFuture<Integer> queued = pool.submit(() -> 1);
    PoolFuture<Integer> fails = pool.submit(() -> Integer.parseInt("no number"));
    var before = busy.ended();

    assertTrue(queued.cancel(true));
    assertEquals(Optional.empty(), step(queued), "it was not begun");
    assertFalse(before.isDone());
    gate.open();

    assertEquals(Optional.empty(), before.get(30, TimeUnit.SECONDS));
    assertEquals(Optional.empty(), step(busy));
    assertEquals(Optional.empty(), step(fails));
    pool.close();
    assertEquals(Optional.empty(), step(busy), "also when its pool is closed");
  }

  @Test
  void runningTaskThatSwallowsInterruptsIsEnded() throws Exception {
    assertEnds(gate -> () -> gate.passStubbornly("stubborn"), false);
  }

  @Test
  void runningTaskThatComputesIsEnded() throws Exception {
    assertEnds(gate -> () -> gate.spin("spins"), false);
  }

  @Test
  void runningTaskInALoopWithoutAnEndIsEnded() throws Exception {
    if (!home.kills()) {
      abandonedThreadGoesOnUntilItEndsByItself();
      return;
    }
    assertEnds(
        gate ->
            () -> {
              gate.arrive("loops");
              long x = 1;
              while (x != 0) {
                x |= 1;
              }
              return "never";
            },
        false);
  }

  private void abandonedThreadGoesOnUntilItEndsByItself() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> task =
        pool.submit(() -> {
          gate.arrive(Thread.currentThread().getName());
          return gate.spin("loops");
        });
    gate.awaitArrivals(2);
    String name = gate.arrivals().getFirst();

    assertTrue(task.cancel(true));

    assertEquals("next", pool.submit(() -> "next").get(), "it runs on a fresh thread");
    assertTrue(lives(name), "nobody can end it");
    gate.open();
    until(() -> !lives(name));
  }

  private static boolean lives(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals(thread));
  }

  private interface Stuck extends java.util.function.Function<Gate, SerializableCallable<String>> {}

  private void assertEnds(Stuck stuck, boolean survives) throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    Gate beside = gate();
    PoolFuture<String> neighbour = occupy(pool, beside);
    PoolFuture<String> task = pool.submit(stuck.apply(gate));
    gate.awaitArrivals(1);
    String worker = task.worker();

    assertTrue(task.cancel(true));

    assertCancelled(task);
    PoolFuture<String> next = pool.submit(() -> "next");
    assertEquals("next", next.get(), "it runs on a replacement");
    if (!survives) { // else a starved machine may be too slow for its interrupt all the same
      assertNotEquals(worker, next.worker());
    }
    assertFalse(neighbour.isDone());
    beside.open();
    assertEquals("busy", neighbour.get());
    if (survives) {
      assertNotEquals(Optional.of(Rung.ASK), step(task));
    } else if (home.kills()) {
      // SIGTERM ends a JVM whatever its threads do, but on a starved machine not always in time.
      Rung step = step(task).orElseThrow();
      assertTrue(step == Rung.TERMINATE || step == Rung.KILL, step.name());
    } else {
      assertEquals(Optional.empty(), step(task), "a thread is abandoned");
    }
  }

  @Test
  void cancelWithoutInterruptOnlyAsks() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    Gate deaf = gate();
    PoolFuture<String> asks = pool.submit(() -> obey(gate));
    gate.awaitArrivals(1);

    assertTrue(asks.cancel(false));
    gate.awaitArrivals(2);
    assertCancelled(asks);

    PoolFuture<String> busy = pool.submit(() -> deaf.pass("deaf"));
    deaf.awaitArrivals(1);
    assertTrue(busy.cancel(false));
    assertCancelled(busy);
    PoolFuture<Integer> behind = pool.submit(() -> 1);
    deaf.open();
    assertEquals(1, behind.get(), "when that has ended by itself");
    assertEquals(1, pool.workers().getFirst().generation(), "nobody was killed for it");
  }

  @Test
  void cancelledStageCancelsItsTask() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    CompletableFuture<String> stage = pool.supply(() -> gate.pass("staged"));
    gate.awaitArrivals(1);

    assertTrue(stage.cancel(true));

    assertTrue(stage.isCancelled());
    assertEquals(1, pool.submit(() -> 1).get());
    assertFalse(gate.isOpen());
  }

  @Test
  void cancelledMapEndsWhatRunsAndBeginsNothingMore() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    CompletableFuture<List<Integer>> map =
        pool.mapAsync(x -> gate.pass(x), List.of(1, 2, 3, 4, 5, 6, 7, 8));
    gate.awaitArrivals(2);

    assertTrue(map.cancel(true));

    assertTrue(map.isCancelled());
    assertEquals(1, pool.submit(() -> 1).get());
    assertEquals(2, gate.arrivals().size());
  }

  @Test
  void cancelThatMeetsTheBeginOfItsTaskLeavesTheWorkerFree() throws Exception {
    Pool pool = open(1);
    warm(pool);
    for (int i = 0; i < 1000; i++) {
      PoolFuture<Integer> task = pool.submit(() -> 1);
      PoolFuture<Integer> other = pool.submit(() -> 2);
      for (int spins = i % 7 * 10; spins > 0; spins--) {
        Thread.onSpinWait(); // so that it comes at one moment or another
      }

      task.cancel(true);

      assertEquals(2, other.get(30, TimeUnit.SECONDS));
      assertEquals(3, pool.submit(() -> 3).get(30, TimeUnit.SECONDS));
    }
    assertEquals(1, pool.workers().getFirst().generation());
  }

  @Test
  void cancelsAndResultsThatMeetAreOneOfTheTwo() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    List<PoolFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String name = "t" + i;
      PoolFuture<String> future =
          pool.submit(() -> {
            gate.arrive(name);
            return name;
          });
      futures.add(future);
      if (i % 3 == 0) {
        future.cancel(true);
      }
    }

    int values = 0;
    for (int i = 0; i < 2000; i++) {
      PoolFuture<String> future = futures.get(i);
      try {
        assertEquals("t" + i, future.get());
        values++;
      } catch (CancellationException e) {
        assertEquals(0, i % 3, "nobody cancelled task " + i);
      }
    }

    List<String> begun = gate.arrivals();
    assertTrue(values >= 1333, "only " + values);
    assertEquals(begun.stream().distinct().count(), begun.size(), "none ran twice");
    assertTrue(begun.size() >= values);
  }
}
