package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.TaskException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Maps, streams and futures of a task's own pool that is closed meanwhile, or has ended. What
 * stands in static methods runs in the task.
 */
class NestedMapsAtCloseTest extends OnBothHomes {
  @Test
  void closeWaitsForMapsThatWereAccepted() throws Exception {
    List<Integer> twice = IntStream.range(0, 20).map(x -> 2 * x).boxed().toList();

    assertEquals(twice, open(1).submit(NestedMapsAtCloseTest::closedMeanwhile).get());
  }

  private static List<Integer> closedMeanwhile() throws Exception {
    Pool inner = inner(of(1));
    MapsAtCloseTest.Behind numbers = new MapsAtCloseTest.Behind(20, inner::isShutdown);
    var map = inner.mapAsync(x -> 2 * x, numbers);
    numbers.begun().await();
    inner.close();
    return map.join();
  }

  @Test
  void shutdownNowDoesNotWaitForTheInputOfAMap() throws Exception {
    assertEquals(
        List.of(false, true, true), open(1).submit(NestedMapsAtCloseTest::endedMeanwhile).get());
  }

  private static List<Boolean> endedMeanwhile() throws Exception {
    Pool inner = inner(of(1));
    AtomicBoolean goesOn = new AtomicBoolean();
    MapsAtCloseTest.Behind numbers = new MapsAtCloseTest.Behind(20, goesOn::get);
    var map = inner.mapAsync(x -> 2 * x, numbers);
    numbers.begun().await();
    inner.shutdown();
    boolean before = inner.awaitTermination(50, TimeUnit.MILLISECONDS);
    inner.shutdownNow();
    boolean ended = inner.awaitTermination(10, TimeUnit.SECONDS);
    goesOn.set(true);
    until(map::isDone);
    return List.of(before, ended, map.isCompletedExceptionally());
  }

  @Test
  void closeDoesNotWaitForTheInputOfAMapThatIsOver() throws Exception {
    Pool pool = open(1);

    assertEquals(true, pool.submit(() -> closedBehind(x -> 2 * x, true)).get());
    assertEquals(true, pool.submit(() -> closedBehind(x -> 2 / x, false)).get());
    assertEquals("is closed", pool.submit(NestedMapsAtCloseTest::closedByItsInput).get());
    assertEquals(true, pool.submit(NestedMapsAtCloseTest::closedByItsDependent).get());
    assertEquals(true, pool.submit(NestedMapsAtCloseTest::closedByADependentOfACancelled).get());
  }

  private static boolean closedByADependentOfACancelled() throws Exception {
    Pool inner = inner(of(1));
    AtomicBoolean goesOn = new AtomicBoolean();
    MapsAtCloseTest.Behind numbers = new MapsAtCloseTest.Behind(20, goesOn::get);
    var map = inner.mapAsync(x -> 2 * x, numbers);
    numbers.begun().await();
    var closed = map.whenComplete((_, _) -> inner.close());
    Thread.ofPlatform().daemon().start(() -> map.cancel(true));
    until(closed::isDone);
    goesOn.set(true);
    return inner.isTerminated();
  }

  @Test
  void streamThatFailedOrWasClosedHasNoMore() throws Exception {
    assertEquals(List.of(true, 0), open(1).submit(NestedMapsAtCloseTest::goneOn).get());
  }

  private static List<Object> goneOn() {
    byte[] large = new byte[1 << 16]; // a function that is kept, and forgotten with the stream
    SerializableFunction<Integer, Integer> fails =
        x -> x == 1 ? Deeds.<Integer>fail() : large.length;
    List<Integer> numbers = IntStream.range(0, 20).boxed().toList();
    try (Pool inner = inner(of(1).withInFlight(2))) {
      boolean failed = false;
      try (Stream<Integer> failing = inner.stream(fails, numbers)) {
        Iterator<Integer> results = failing.iterator();
        try {
          while (results.hasNext()) {
            results.next();
          }
        } catch (TaskException e) {
          failed = !results.hasNext();
        }
      }
      Iterator<Integer> closed;
      try (Stream<Integer> stream = inner.stream(_ -> large.length, numbers)) {
        closed = stream.iterator();
        closed.next();
      }
      int more = 0;
      while (closed.hasNext()) {
        closed.next();
        more++;
      }
      inner.submit(() -> 1).join();
      return List.of(failed, more <= 1 ? 0 : more); // one may have been looked at before
    }
  }

  @Test
  void gathererWhoseItemFailsEndsTheRest() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();

    assertEquals(true, pool.apply(NestedMapsAtCloseTest::gathered, gate).get());
  }

  private static boolean gathered(Gate gate) {
    try (Pool inner = inner(of(2).withInFlight(3))) {
      Stream.of(0, 1, 2, 3)
          .gather(inner.gatherer(x -> x == 0 ? Deeds.<Integer>fail() : gate.pass(x)))
          .forEach(_ -> {});
      return false;
    } catch (TaskException e) {
      return true; // and its pool could be closed, so nothing waits at the gate
    }
  }

  private static boolean closedBehind(
      SerializableFunction<Integer, Integer> function, boolean cancelled) throws Exception {
    Pool inner = inner(of(1));
    AtomicBoolean goesOn = new AtomicBoolean();
    MapsAtCloseTest.Behind numbers = new MapsAtCloseTest.Behind(20, goesOn::get);
    var map = inner.mapAsync(function, numbers);
    numbers.begun().await();
    if (cancelled) {
      map.cancel(true);
    }
    inner.shutdown();
    boolean ended = inner.awaitTermination(10, TimeUnit.SECONDS);
    goesOn.set(true);
    until(map::isDone);
    return ended;
  }

  private static String closedByItsInput() {
    Pool inner = inner(of(1));
    MapsAtCloseTest.Behind numbers =
        new MapsAtCloseTest.Behind(
            20,
            () -> {
              inner.close();
              return true;
            });
    try {
      return inner.map(x -> x, numbers).toString();
    } catch (RefusedException e) {
      return e.getMessage().contains("is closed") ? "is closed" : e.getMessage();
    }
  }

  private static boolean closedByItsDependent() {
    Pool inner = inner(of(1));
    inner.mapAsync(x -> x, List.of(1, 2)).thenRun(inner::close).join();
    return inner.isTerminated();
  }

  @Test
  void whatAClosedPoolRefusesIsNotKept() throws Exception {
    assertEquals(List.of(1 << 22), open(1).submit(NestedMapsAtCloseTest::refusedOften).get());
  }

  private static List<Integer> refusedOften() {
    byte[] large = new byte[1 << 22];
    Pool closed = inner(of(1));
    closed.close();
    SerializableFunction<Integer, Integer> function = _ -> large.length;
    for (int i = 0; i < 70; i++) { // all of them are more than a worker keeps
      try {
        closed.map(function, List.of(1));
      } catch (RefusedException e) {
        assertTrue(e.getMessage().contains("is closed"), e.getMessage());
      }
      try (var results = closed.stream(function, List.of(1))) {
        var _ = results.toList();
      } catch (RefusedException e) {
        assertTrue(e.getMessage().contains("is closed"), e.getMessage());
      }
    }
    try (Pool fresh = inner(of(1))) {
      return fresh.map(function, List.of(1));
    }
  }

  @Test
  void futureThatHasEnded() throws Exception {
    assertEquals(List.of(7, true, true), open(1).submit(NestedMapsAtCloseTest::ended).get());
  }

  private static List<Object> ended() throws Exception {
    try (Pool inner = inner(of(1))) {
      PoolFuture<Integer> seven = inner.submit(() -> 7);
      seven.join();
      Thread[] by = new Thread[1];
      seven.whenDone(() -> by[0] = Thread.currentThread());
      Thread.currentThread().interrupt();
      seven.get();
      return List.of(
          seven.toCompletableFuture().getNow(-1),
          Thread.currentThread() == by[0],
          Thread.interrupted());
    }
  }
}
