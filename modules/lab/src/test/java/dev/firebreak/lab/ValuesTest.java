package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to a worker and what comes back, and how it is said when something cannot. */
class ValuesTest extends OnBothHomes {
  enum Colour {
    RED,
    GREEN {
      @Override
      String word() {
        return "leaf";
      }
    };

    String word() {
      return "plain";
    }
  }

  record Point(int x, int y) {
    Point {
      if (x < 0) {
        throw new IllegalArgumentException("x = " + x);
      }
    }
  }

  record Drawing(String name, List<Point> points, Map<Colour, Set<Point>> by, Optional<Point> at) {}

  /** To a worker only: it is no plain value. */
  static final class Counter implements Serializable {
    private static final long serialVersionUID = 1;
    final int count;

    Counter(int count) {
      this.count = count;
    }
  }

  private static Drawing turn(Drawing drawing) {
    List<Point> turned = drawing.points().stream().map(p -> new Point(p.y(), p.x())).toList();
    return new Drawing(drawing.name() + "'", turned, drawing.by(), Optional.of(turned.getFirst()));
  }

  @Test
  void recordsEnumsAndNestedCollectionsGoBothWays() throws Exception {
    Pool pool = open(1);
    Map<Colour, Set<Point>> by = new EnumMap<>(Colour.class);
    by.put(Colour.GREEN, Set.of(new Point(3, 4)));
    Drawing drawing =
        new Drawing("d", List.of(new Point(1, 2), new Point(5, 6)), by, Optional.empty());

    assertEquals(turn(drawing), pool.apply(ValuesTest::turn, drawing).get());
    assertEquals(turn(drawing), pool.submit(() -> turn(drawing)).get());
    assertEquals(List.of(turn(drawing)), pool.map(ValuesTest::turn, List.of(drawing)));
    assertEquals("leaf", pool.apply(Colour::word, Colour.GREEN).get());
    assertEquals(Colour.GREEN, pool.apply(name -> Colour.valueOf(name), "GREEN").get());
  }

  @Test
  void whatTheJdkHas() throws Exception {
    Pool pool = open(1);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("instant", Instant.EPOCH);
    all.put("duration", Duration.ofMillis(5));
    all.put("decimal", new BigDecimal("1.50"));
    all.put("long", Long.MIN_VALUE);
    all.put("double", Double.NaN);
    all.put("char", 'ß');
    all.put("text", "a\u0000\uD83D\uDE00é");
    all.put("list", new ArrayList<>(Arrays.asList(1, null, "x")));
    all.put("map", new TreeMap<>(Map.of(1, List.of(2L))));
    all.put("optional", Optional.of(Optional.of(1)));
    all.put("null", null);

    assertEquals(all, pool.apply(x -> x, all).get());
    int[] ints = {1, 2, 3};
    assertArrayEquals(ints, pool.apply(x -> x, ints).get());
    String[][] texts = {{"a", null}, {}};
    assertArrayEquals(texts, pool.apply(x -> x, texts).get());
  }

  @Test
  void nullsAreValues() throws Exception {
    Pool pool = open(2);

    assertNull(pool.submit(() -> null).get());
    assertNull(pool.apply(x -> x, null).get());
    assertEquals(Arrays.asList(1, null, 3), pool.map(x -> x, Arrays.asList(1, null, 3)));
    assertEquals(Arrays.asList(null, null), pool.map(x -> null, List.of(1, 2)));
  }

  @Test
  void argumentsAndResultsAreCopies() throws Exception {
    Pool pool = open(1);
    List<Integer> mine = new ArrayList<>(List.of(1));

    List<Integer> back =
        pool.apply(
                list -> {
                  list.add(2);
                  return list;
                },
                mine)
            .get();

    assertEquals(List.of(1), mine);
    assertEquals(List.of(1, 2), back);
    assertNotSame(mine, back);
  }

  @Test
  void serializableClassesGoToTheWorker() throws Exception {
    Pool pool = open(1);
    Counter counter = new Counter(5);

    assertEquals(6, pool.submit(() -> counter.count + 1).get());
    assertEquals(5, pool.apply(c -> c.count, counter).get());
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 20 << 20})
  void largeArgumentsAndResults(int size) throws Exception {
    Pool pool = open(1);
    byte[] large = pattern(size);

    assertEquals(Arrays.hashCode(large), pool.apply(Arrays::hashCode, large).get());
    assertArrayEquals(large, pool.submit(() -> pattern(size)).get());
    assertArrayEquals(large, pool.apply(x -> x, large).get());
    assertEquals(List.of(size, size), pool.map(x -> x.length, List.of(large, large)));
    assertEquals(1, pool.submit(() -> 1).get());
  }

  @Test
  void argumentAndResultOf100Megabytes() throws Exception {
    Pool pool = open(1);
    byte[] large = pattern(100 << 20);

    byte[] back = pool.apply(x -> x, large).get();

    assertTrue(Arrays.equals(large, back));
  }

  @Test
  void largeResultsOfAMapComeWhole() {
    Pool pool = open(2);

    List<byte[]> all = pool.map(ValuesTest::pattern, List.of(10, 300_000, 20, 2 << 20, 0, 400_000));

    assertEquals(
        List.of(10, 300_000, 20, 2 << 20, 0, 400_000), all.stream().map(x -> x.length).toList());
    all.forEach(x -> assertArrayEquals(pattern(x.length), x));
  }

  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 10));
    }
    return bytes;
  }

  @Test
  void resultThatCannotBeSentFailsThatTaskAlone() {
    Pool pool = open(1);

    PoolFuture<Object> thread = pool.submit(Thread::currentThread);
    PoolFuture<Object> nested = pool.submit(() -> List.of(1, Map.of("k", new Counter(1))));

    Throwable first = failure(thread);
    assertInstanceOf(ResultException.class, first);
    assertTrue(first.getMessage().contains("java.lang.Thread"), first.getMessage());
    Throwable second = failure(nested);
    assertInstanceOf(ResultException.class, second);
    assertTrue(second.getMessage().contains("Counter"), second.getMessage());
    assertTrue(second.getMessage().contains("record"), second.getMessage());
    assertEquals(1, pool.submit(() -> 1).join());
    assertEquals(1, pool.workers().getFirst().generation());
  }

  @Test
  void resultOfAnotherModuleIsRefusedWithTheLineThatAllowsIt() {
    Pool pool = open(1);
    // Of the module of this program, that is of the class path, everything may come back; an API's
    // record as well, as it is there too. One of the JDK's own may not.
    PoolFuture<Object> foreign =
        pool.submit(() -> java.lang.module.ModuleDescriptor.Version.parse("1"));

    Throwable thrown = failure(foreign);

    assertInstanceOf(ResultException.class, thrown);
    assertTrue(thrown.getMessage().contains("Version"), thrown.getMessage());
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void constructorThatRefusesFailsThatTaskAlone() {
    Pool pool = open(1);
    Map<String, Integer> none = new HashMap<>();

    PoolFuture<Point> future = pool.submit(() -> new Point(none.getOrDefault("x", -1), 0));

    Throwable thrown = failure(future);
    assertEquals(IllegalArgumentException.class, thrown.getClass(), "it threw in the worker");
    assertEquals("x = -1", thrown.getMessage());
    assertTrue(
        future.outcome() instanceof dev.firebreak.api.Outcome.Failure<Point> failure
            && failure.exception() instanceof TaskException);
  }
}
