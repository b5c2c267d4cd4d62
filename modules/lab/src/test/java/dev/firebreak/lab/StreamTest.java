package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lazy maps: as streams of their own, and as a step of somebody's stream. */
@SuppressWarnings("UnnecessaryLambda") // a lambda is what a pool is given
class StreamTest extends OnBothHomes {
  private final AtomicInteger pulled = new AtomicInteger();

  /** 0, 1, 2 ... for ever, counting what was asked for. */
  private Iterable<Integer> endless() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return pulled.getAndIncrement();
          }
        };
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void nothingIsPulledBeforeTheStreamIsRead() {
    Pool pool = open(1);

    try (Stream<Integer> stream = pool.stream(x -> x, endless())) {
      assertEquals(0, pulled.get());
      assertEquals(0, stream.iterator().next());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 10_000})
  void infiniteInputIsBoundedInFlight(int inFlight) {
    Pool pool = open(2, options -> options.withInFlight(inFlight));

    try (Stream<Integer> stream = pool.stream(x -> x * 2, endless())) {
      Iterator<Integer> results = stream.iterator();
      for (int i = 0; i < 500; i++) {
        assertEquals(2 * i, results.next());
        int ahead = pulled.get() - i;
        assertTrue(ahead <= inFlight + 2, ahead + " pulled ahead with " + inFlight + " in flight");
      }
    }

    assertEquals(List.of(1), pool.map(x -> x, List.of(1)), "the pool goes on");
  }

  @Test
  void streamHasTheOrderOfItsInput() {
    Pool pool = open(2);

    List<Integer> all = pool.stream(x -> x + 1, numbers(30_000)).toList();

    assertEquals(IntStream.rangeClosed(1, 30_000).boxed().toList(), all);
    assertEquals(List.of(), pool.stream(x -> x, List.<Integer>of()).toList());
  }

  @Test
  void unorderedStreamGivesWhatIsThere() {
    Pool pool = open(2, options -> options.withChunk(1));
    Gate gate = gate();

    try (Stream<Integer> stream =
        pool.streamUnordered(x -> x == 0 ? gate.pass(x) : x, numbers(50))) {
      Iterator<Integer> results = stream.iterator();
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 49; i++) {
        seen.add(results.next());
      }
      assertEquals(49, seen.size());
      assertTrue(!seen.contains(0), "the slow one holds nobody up");
      gate.open();
      assertEquals(0, results.next());
      assertTrue(!results.hasNext());
    }
  }

  @Test
  void streamThatIsClosedEarlyBeginsNothingMore() {
    Pool pool = open(2, options -> options.withChunk(1).withInFlight(10));
    Gate gate = gate();
    Gate begun = gate();

    try (Stream<Integer> stream =
        pool.stream(
            x -> {
              begun.arrive("" + x);
              return x < 3 ? x : gate.pass(x);
            },
            endless())) {
      Iterator<Integer> results = stream.iterator();
      assertEquals(0, results.next());
      assertEquals(1, results.next());
    }

    assertEquals(1, pool.submit(() -> 1).join(), "what ran was ended");
    assertTrue(begun.arrivals().size() <= 12, begun.arrivals()::toString);
  }

  @Test
  void shortCircuitOfTheJdk() {
    Pool pool = open(2);

    assertEquals(List.of(0, 1, 2), pool.stream(x -> x, endless()).limit(3).toList());
    pulled.set(0);
    assertEquals(500, pool.stream(x -> x, endless()).filter(x -> x == 500).findFirst().orElse(0));
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void failureIsThrownAtItsPlace() {
    Pool pool = open(2);

    try (Stream<Integer> stream =
        pool.stream(
            x -> {
              if (x == 30) {
                throw new IllegalStateException("thirty");
              }
              return x;
            },
            numbers(100))) {
      Iterator<Integer> results = stream.iterator();
      for (int i = 0; i < 30; i++) {
        assertEquals(i, results.next());
      }
      TaskException thrown = assertThrows(TaskException.class, results::next);
      assertEquals("thirty", thrown.getCause().getMessage());
    }
  }

  @Test
  void outcomesGoOnBehindAFailure() {
    Pool pool = open(2);

    List<Outcome<Integer>> all =
        pool.streamOutcomes(
                x -> {
                  if (x % 10 == 3) {
                    throw new IllegalStateException("three");
                  }
                  return x;
                },
                numbers(1000))
            .toList();

    assertEquals(1000, all.size());
    for (int i = 0; i < 1000; i++) {
      if (i % 10 == 3) {
        assertInstanceOf(Outcome.Failure.class, all.get(i));
      } else {
        assertEquals(i, all.get(i).orThrow());
      }
    }
  }

  @Test
  void itemThatCannotBeSentFailsTheStreamInTheReader() {
    Pool pool = open(1);

    RefusedException thrown =
        assertThrows(
            RefusedException.class,
            () -> pool.stream(x -> 1, List.of(1, Thread.currentThread())).toList());

    assertTrue(thrown.getMessage().contains("item 1"), thrown.getMessage());
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void gathererIsAStepOfAStream() {
    Pool pool = open(2);

    List<Integer> all =
        numbers(20_000).stream()
            .filter(x -> x % 2 == 0)
            .gather(pool.gatherer(x -> x / 2))
            .map(x -> x + 1)
            .toList();

    assertEquals(IntStream.rangeClosed(1, 10_000).boxed().toList(), all);
  }

  @Test
  void gathererIsLazy() {
    Pool pool = open(2, options -> options.withInFlight(50));

    List<Integer> some =
        Stream.generate(pulled::getAndIncrement)
            .gather(pool.gatherer(x -> x * 3))
            .limit(5)
            .toList();

    assertEquals(List.of(0, 3, 6, 9, 12), some);
    assertTrue(pulled.get() <= 60, pulled + " pulled for 5");
    assertEquals(1, pool.submit(() -> 1).join(), "nothing is left in it");
  }

  @Test
  void gathererBehindFlatMap() {
    Pool pool = open(2, options -> options.withInFlight(20));

    List<String> some =
        Stream.of("a", "b", "c")
            .flatMap(letter -> IntStream.range(0, 1000).mapToObj(i -> letter + i))
            .gather(pool.gatherer(text -> text + "!"))
            .limit(1500)
            .toList();

    assertEquals(1500, some.size());
    assertEquals("a0!", some.get(0));
    assertEquals("b499!", some.get(1499));
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void gathererTwiceInOneStream() {
    Pool pool = open(2, options -> options.withInFlight(30));

    List<Integer> all =
        numbers(3000).stream()
            .gather(pool.gatherer(x -> x + 1))
            .gather(pool.gatherer(x -> x * 2))
            .toList();

    assertEquals(IntStream.rangeClosed(1, 3000).map(x -> 2 * x).boxed().toList(), all);
  }

  @Test
  void gathererThatFailsThrowsAtTheTerminalStep() {
    Pool pool = open(2);

    TaskException thrown =
        assertThrows(
            TaskException.class,
            () ->
                numbers(100).stream()
                    .gather(
                        pool.gatherer(x -> {
                          if (x == 50) {
                            throw new IllegalStateException("fifty");
                          }
                          return x;
                        }))
                    .toList());

    assertEquals("fifty", thrown.getCause().getMessage());
    assertEquals(1, pool.submit(() -> 1).join());
  }
}
