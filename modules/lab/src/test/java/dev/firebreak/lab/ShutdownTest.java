package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a pool ends: in order, at once, twice, by views of it, and with tasks in every state. */
class ShutdownTest extends OnBothHomes {
  @Test
  void closeWaitsForWhatWasAccepted() {
    Pool pool = open(2);
    List<PoolFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int number = i;
      futures.add(pool.submit(() -> number));
    }

    pool.close();

    for (int i = 0; i < 200; i++) {
      assertEquals(i, futures.get(i).resultNow());
    }
    assertTrue(pool.isShutdown());
    assertTrue(pool.isTerminated());
    pool.close();
    pool.shutdown();
    assertEquals(List.of(), pool.shutdownNow());
  }

  @Test
  void closeOfAPoolThatDidNothing() {
    Pool pool = open(2);

    pool.close();

    assertTrue(pool.isTerminated());
  }

  @Test
  void closedPoolRefuses() {
    Pool pool = open(1);
    pool.close();

    RefusedException refused = assertThrows(RefusedException.class, () -> pool.submit(() -> 1));

    assertTrue(refused.getMessage().contains("is closed"), refused.getMessage());
    assertThrows(RejectedExecutionException.class, () -> pool.map(x -> x, List.of(1)));
    assertThrows(RejectedExecutionException.class, () -> pool.execute(() -> {}));
  }

  @Test
  void shutdownRunsWhatItHasAndTakesNothingMore() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> running = occupy(pool, gate);
    PoolFuture<String> queued = pool.submit(() -> "queued");

    pool.shutdown();

    assertTrue(pool.isShutdown());
    assertFalse(pool.isTerminated());
    assertFalse(pool.awaitTermination(50, TimeUnit.MILLISECONDS));
    assertThrows(RefusedException.class, () -> pool.submit(() -> 1));
    gate.open();
    assertEquals("busy", running.get());
    assertEquals("queued", queued.get());
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(pool.isTerminated());
  }

  @Test
  void shutdownNowEndsWhatRunsAndReturnsWhatNeverStarted() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    Gate fresh = gate();
    PoolFuture<String> running = occupy(pool, gate);
    PoolFuture<String> first = pool.submit(() -> gate.pass("first"));
    PoolFuture<?> second = pool.submit(() -> fresh.arrive("second"));

    List<Runnable> never = pool.shutdownNow();

    assertEquals(2, never.size());
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(running.isDone(), "what ran was ended");
    assertEquals(Future.State.CANCELLED, first.state());
    assertThrows(CancellationException.class, second::get);
    assertEquals(List.of("busy"), gate.arrivals());
    assertEquals(List.of(), fresh.arrivals());
    never.get(1).run();
    assertEquals(List.of("second"), fresh.arrivals(), "the caller may run it");
    assertEquals(List.of(), pool.shutdownNow());
  }

  @Test
  void shutdownNowEndsATaskThatDoesNotListen() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> stuck = pool.submit(() -> gate.passStubbornly("stuck"));
    gate.awaitArrivals(1);

    assertEquals(List.of(), pool.shutdownNow());

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(stuck.isDone());
    assertEquals(Future.State.FAILED, stuck.state());
  }

  @Test
  void shutdownNowOfABacklog() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    List<PoolFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String name = "task " + i;
      futures.add(
          pool.submit(() -> {
            gate.arrive(name);
            return name;
          }));
    }
    gate.awaitArrivals(3);

    List<Runnable> never = pool.shutdownNow();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    List<String> begun = gate.arrivals();
    long cancelled = futures.stream().filter(Future::isCancelled).count();
    assertEquals(never.size(), cancelled);
    assertEquals(500, never.size() + begun.size(), "each was begun or returned");
    assertTrue(futures.stream().allMatch(Future::isDone));
  }

  @Test
  void mapThatRunsEndsWithShutdownNow() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    var map = pool.mapAsync(x -> gate.pass(x), List.of(1, 2, 3, 4, 5, 6));
    gate.awaitArrivals(2);

    var _ = pool.shutdownNow();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    until(map::isDone);
    assertTrue(map.isCompletedExceptionally());
    assertTrue(gate.arrivals().size() <= 3, "nothing was begun any more: " + gate.arrivals());
  }

  @Test
  void interruptedCloseStopsAtOnce() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> running = occupy(pool, gate);
    PoolFuture<Integer> queued = pool.submit(() -> 1);
    Thread closing = Thread.ofPlatform().start(pool::close);
    until(() -> closing.getState() == Thread.State.TIMED_WAITING);

    closing.interrupt();
    closing.join();

    assertTrue(pool.isTerminated());
    assertTrue(running.isDone());
    assertTrue(queued.isCancelled());
  }

  @Test
  void viewClosesNothing() throws Exception {
    Pool pool = open(1);
    Pool view = pool.with(task -> task.withName("of a view"));

    view.close();

    assertEquals(1, view.submit(() -> 1).get());
    assertThrows(RefusedException.class, view::shutdown);
    assertThrows(RefusedException.class, view::shutdownNow);
    assertFalse(pool.isShutdown());
  }

  @Test
  void callbackSubmitsToAPoolThatIsBeingClosed() {
    Pool pool = open(1);
    Gate gate = gate();
    var chained =
        pool.supply(() -> gate.pass(1))
            .thenCompose(x -> pool.supply(() -> x + 1))
            .exceptionally(e -> e.getCause() instanceof RefusedException ? -1 : -2);
    gate.awaitArrivals(1);

    pool.shutdown();
    gate.open();

    assertEquals(-1, chained.join(), "it is refused, in words, and nothing hangs");
  }
}
