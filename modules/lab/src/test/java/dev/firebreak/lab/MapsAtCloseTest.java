package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.TaskException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps that go on while their pool is closed: accepted, given up, failed, closed from within. */
class MapsAtCloseTest extends OnBothHomes {
  private final AtomicBoolean goesOn = new AtomicBoolean();

  /** A map that has begun, whose input says nothing more until it {@link #goesOn}. */
  private CompletableFuture<List<Integer>> stuck(
      Pool pool, SerializableFunction<Integer, Integer> function) throws InterruptedException {
    Behind numbers = new Behind(20, goesOn::get);
    CompletableFuture<List<Integer>> map = pool.mapAsync(function, numbers);
    numbers.begun.await();
    return map;
  }

  @Test
  void closeWaitsForMapsThatWereAccepted() throws Exception {
    Pool pool = open(1, options -> options.withChunk(1).withQueue(1));
    Behind numbers = new Behind(20, pool::isShutdown);
    CompletableFuture<List<Integer>> map = pool.mapAsync(x -> 2 * x, numbers);
    numbers.begun.await();

    pool.close();

    assertTrue(map.isDone(), "before the pool is");
    assertEquals(IntStream.range(0, 20).map(x -> 2 * x).boxed().toList(), map.join());
    var refused = assertThrows(CompletionException.class, pool.mapAsync(x -> x, List.of(1))::join);
    assertTrue(refused.getCause().getMessage().contains("is closed"), refused.toString());
  }

  @Test
  void shutdownNowDoesNotWaitForTheInputOfAMap() throws Exception {
    Pool pool = open(1, options -> options.withChunk(1));
    CompletableFuture<List<Integer>> map = stuck(pool, x -> 2 * x);
    pool.shutdown();
    assertFalse(pool.awaitTermination(50, TimeUnit.MILLISECONDS), "its map is accepted");

    pool.shutdownNow();

    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    goesOn.set(true);
    until(map::isDone);
    assertTrue(map.isCompletedExceptionally());
  }

  @Test
  void closeDoesNotWaitForTheInputOfAMapThatWasCancelled() throws Exception {
    Pool pool = open(1, options -> options.withChunk(1));
    CompletableFuture<List<Integer>> map = stuck(pool, x -> 2 * x);

    assertTrue(map.cancel(true));

    pool.shutdown();
    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    goesOn.set(true);
  }

  @Test
  void closeDoesNotWaitForTheInputOfAMapThatHasFailed() throws Exception {
    Pool pool = open(1, options -> options.withChunk(1));
    CompletableFuture<List<Integer>> map = stuck(pool, x -> 2 / x);

    pool.shutdown();

    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    assertTrue(map.isDone(), "before the pool is");
    goesOn.set(true);
    CompletionException failed = assertThrows(CompletionException.class, map::join);
    assertInstanceOf(TaskException.class, failed.getCause());
  }

  @Test
  void mapWhoseInputClosesItsPoolIsRefusedTheRest() {
    Pool pool = open(1, options -> options.withChunk(1));
    Behind numbers =
        new Behind(
            20,
            () -> {
              pool.close();
              return true;
            });

    RefusedException refused =
        assertThrows(RefusedException.class, () -> pool.map(x -> x, numbers));

    assertTrue(refused.getMessage().contains("is closed"), refused.getMessage());
    assertTrue(pool.isTerminated());
  }

  @Test
  void dependentOfAMapMayCloseItsPool() {
    Pool pool = open(1);

    pool.mapAsync(x -> x, List.of(1, 2, 3)).thenRun(pool::close).join();

    assertTrue(pool.isTerminated());
  }

  @Test
  void dependentOfAMapThatIsCancelledMayCloseItsPool() throws Exception {
    Pool pool = open(1, options -> options.withChunk(1));
    CompletableFuture<List<Integer>> map = stuck(pool, x -> 2 * x);
    CompletableFuture<?> closed = map.whenComplete((_, _) -> pool.close());

    Thread.ofPlatform().daemon().start(() -> map.cancel(true));

    until(closed::isDone);
    assertTrue(pool.isTerminated());
    assertTrue(map.isCancelled());
    goesOn.set(true);
  }

  @Test
  void dependentOfAStageThatIsCancelledMayCloseItsPool() {
    Pool pool = open(1);
    Gate gate = gate();
    CompletableFuture<String> stage = pool.supply(() -> gate.pass("busy"));
    gate.awaitArrivals(1);
    CompletableFuture<?> closed = stage.whenComplete((_, _) -> pool.close());

    Thread.ofPlatform().daemon().start(() -> stage.cancel(true));

    until(closed::isDone);
    assertTrue(pool.isTerminated());
  }

  @Test
  void mapThatIsCompletedByItsUserEndsItsWork() {
    Pool pool = open(1, options -> options.withChunk(1));
    Gate gate = gate();
    var map = pool.mapAsync(x -> gate.pass(x), List.of(1, 2, 3));
    gate.awaitArrivals(1);

    assertTrue(map.complete(List.of(7)));

    pool.close();
    assertEquals(List.of(7), map.join());
    assertEquals(List.of("1"), gate.arrivals());
  }

  @Test
  void inputOfAMapThatFailsIsWhatItFailsWith() {
    Pool pool = open(1, options -> options.withChunk(1));
    for (int i = 0; i < 20; i++) {
      Iterable<Integer> input =
          () ->
              IntStream.range(0, 3)
                  .peek(number -> {
                    if (number == 2) {
                      throw new IllegalStateException("input");
                    }
                  })
                  .iterator();

      var map = pool.mapAsync(x -> x, input);

      var failed = assertThrows(CompletionException.class, map::join);
      assertEquals("input", failed.getCause().getMessage());
    }
  }

  @Test
  void mapThatFailsWhileItWaitsForRoomOfAPoolThatIsShutSaysWhy() {
    Pool pool = open(1, options -> options.withChunk(1).withQueue(1));
    Gate gate = gate();
    List<Thread> reader = new CopyOnWriteArrayList<>();
    Iterable<Integer> input =
        () -> IntStream.range(0, 50).peek(_ -> reader.add(Thread.currentThread())).iterator();
    var map =
        pool.mapAsync(
            x -> {
              gate.pass(x);
              return Deeds.<Integer>fail();
            },
            input);
    gate.awaitArrivals(1);
    until(() -> reader.size() > 1 && reader.getFirst().getState() == Thread.State.WAITING);

    pool.shutdown();
    gate.open();

    var failed = assertThrows(CompletionException.class, map::join);
    assertInstanceOf(TaskException.class, failed.getCause());
    pool.close();
    assertEquals(
        pool.insights().submitted(), pool.insights().succeeded() + pool.insights().failed());
  }

  /** Numbers from 0 on; whoever takes them waits behind the first. */
  record Behind(int count, BooleanSupplier goesOn, CountDownLatch begun)
      implements Iterable<Integer> {
    Behind(int count, BooleanSupplier goesOn) {
      this(count, goesOn, new CountDownLatch(1));
    }

    @Override
    public Iterator<Integer> iterator() {
      return IntStream.range(0, count)
          .peek(number -> {
            if (number > 0) {
              begun.countDown();
              until(goesOn);
            }
          })
          .iterator();
    }
  }
}
