package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkerDiedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions over many arguments: order, failures, chunks by hand and chunks that it chooses. */
class MapTest extends OnBothHomes {
  private static int fail(int x) {
    if (x == 70) {
      throw new IllegalArgumentException("seventy");
    }
    return x;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void applyTakesOneArgumentOrTwo() throws Exception {
    Pool pool = open(1);
    int offset = 5;

    assertEquals(6, pool.apply(x -> x + 1, 5).get());
    assertEquals(12, pool.apply((a, b) -> a * b + offset, 7, 1).get());
    assertEquals("a1", pool.apply(String::concat, "a", "1").get());
    assertEquals(
        "[null, null]", pool.apply((a, b) -> Arrays.asList(a, b).toString(), null, null).get());
  }

  @Test
  void resultsComeInTheOrderOfTheItems() {
    Pool pool = open(2);

    assertEquals(List.of(), pool.map(x -> x, List.<Integer>of()));
    assertEquals(List.of(2, 4, 6), pool.map(x -> 2 * x, List.of(1, 2, 3)));
    List<Integer> many = pool.map(x -> x + 1, numbers(50_000));
    assertEquals(IntStream.rangeClosed(1, 50_000).boxed().toList(), many);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100, 5000, 20_000})
  void chunksOfEverySize(int chunk) {
    Pool pool = open(2, options -> options.withChunk(chunk));
    String captured = "c";

    List<String> results = pool.map(x -> captured + x, numbers(10_001));

    assertEquals(10_001, results.size());
    for (int i = 0; i < 10_001; i++) {
      assertEquals("c" + i, results.get(i));
    }
  }

  @Test
  void chunksGrowWithWhatIsMeasured() {
    Pool pool = open(1);
    Gate gate = gate();

    List<Integer> first = pool.map(x -> x, numbers(200_000));

    assertEquals(numbers(200_000), first);
    assertTrue(pool.insights().submitted() >= 200_000);
    assertEquals(List.of(), gate.arrivals());
  }

  @Test
  void pairsEndWithTheShorter() {
    Pool pool = open(2);

    List<String> both = pool.map((a, b) -> a + ":" + b, List.of("x", "y", "z"), List.of(1, 2));

    assertEquals(List.of("x:1", "y:2"), both);
    assertEquals(
        10_000, pool.map((a, b) -> a + b, numbers(10_000), numbers(12_000)).getLast() / 2 + 1);
  }

  @Test
  void largeCaptureIsSentOnce() {
    Pool pool = open(2);
    byte[] large = new byte[1 << 20];
    Arrays.fill(large, (byte) 1);

    List<Integer> sums = pool.map(x -> x + large[x] + large.length, numbers(2000));

    assertEquals(IntStream.range(0, 2000).mapToObj(x -> x + 1 + (1 << 20)).toList(), sums);
  }

  @Test
  void firstFailureFailsTheMapAndEndsTheRest() {
    Pool pool = open(2, options -> options.withChunk(1));
    Gate gate = gate();

    TaskException thrown =
        assertThrows(
            TaskException.class,
            () ->
                pool.map(
                    x -> {
                      gate.arrive("item " + x);
                      return x == 10_000 ? 0 : fail(x);
                    },
                    numbers(10_000)));

    assertEquals("seventy", thrown.getCause().getMessage());
    assertTrue(gate.arrivals().size() < 10_000, "the rest was not begun");
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 1000})
  void outcomesTellOfEachItem(int chunk) {
    Pool pool = open(2, options -> options.withChunk(chunk));

    List<Outcome<Object>> outcomes =
        pool.outcomes(
            x ->
                switch (x % 50) {
                  case 7 -> throw new IllegalArgumentException("seven");
                  case 9 -> Thread.currentThread();
                  default -> x;
                },
            numbers(1000));

    assertEquals(1000, outcomes.size());
    for (int i = 0; i < 1000; i++) {
      Outcome<Object> outcome = outcomes.get(i);
      switch (i % 50) {
        case 7 -> {
          var failure = assertInstanceOf(Outcome.Failure.class, outcome);
          assertInstanceOf(TaskException.class, failure.exception());
          assertThrows(TaskException.class, outcome::orThrow);
        }
        case 9 ->
            assertInstanceOf(
                ResultException.class,
                assertInstanceOf(Outcome.Failure.class, outcome).exception());
        default -> assertEquals(i, outcome.orThrow());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 1000})
  void itemThatKillsItsWorkerFailsAloneAndNothingRunsTwice(int chunk) {
    boolean dies = home.kills(); // an exit of a thread's task is one of this whole JVM
    Pool pool = open(2, options -> options.withChunk(chunk));
    Gate gate = gate();

    List<Outcome<Integer>> outcomes =
        pool.outcomes(
            x -> {
              gate.arrive("" + x);
              if (x % 300 == 150) {
                if (!dies) {
                  throw new AssertionError("the worst that a thread survives");
                }
                Runtime.getRuntime().halt(42);
              }
              return x;
            },
            numbers(1000));

    for (int i = 0; i < 1000; i++) {
      if (i % 300 == 150 && !dies) {
        assertInstanceOf(Outcome.Failure.class, outcomes.get(i));
      } else if (i % 300 == 150) {
        WorkerDiedException died =
            assertInstanceOf(Outcome.Crash.class, outcomes.get(i)).exception();
        assertTrue(died.getMessage().contains("42"), died.getMessage());
      } else {
        assertEquals(i, outcomes.get(i).orThrow());
      }
    }
    List<String> begun = gate.arrivals();
    assertEquals(1000, begun.size());
    assertEquals(1000, new HashSet<>(begun).size());
    assertEquals(dies ? 3 : 0, pool.insights().crashes());
  }

  @Test
  void mapAsyncGoesOnMeanwhile() {
    Pool pool = open(2);
    Gate gate = gate();

    CompletableFuture<List<Integer>> map = pool.mapAsync(gate::pass, List.of(1, 2, 3));

    gate.awaitArrivals(2);
    assertTrue(!map.isDone());
    gate.open();
    assertEquals(List.of(1, 2, 3), map.join());
  }

  @Test
  void mapAsyncFailsWithTheFirst() {
    Pool pool = open(2);

    CompletableFuture<List<Integer>> map = pool.mapAsync(MapTest::fail, numbers(100));

    CompletionException thrown = assertThrows(CompletionException.class, map::join);
    assertInstanceOf(TaskException.class, thrown.getCause());
  }

  @Test
  void severalMapsAtOnce() {
    Pool pool = open(2);
    List<CompletableFuture<List<Integer>>> maps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int offset = i;
      maps.add(pool.mapAsync(x -> x + offset, numbers(2000)));
    }

    for (int i = 0; i < 20; i++) {
      int offset = i;
      assertEquals(IntStream.range(0, 2000).mapToObj(x -> x + offset).toList(), maps.get(i).join());
    }
  }

  @Test
  void inputThatThrowsFailsTheMap() {
    Pool pool = open(1);
    Iterable<Integer> broken =
        () ->
            IntStream.range(0, 100)
                .map(x -> {
                  if (x == 50) {
                    throw new IllegalStateException("no more");
                  }
                  return x;
                })
                .iterator();

    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> pool.map(x -> x, broken));

    assertEquals("no more", thrown.getMessage());
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
  }
}
