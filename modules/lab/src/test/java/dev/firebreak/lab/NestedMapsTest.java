package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolCompletionService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many tasks of a task's own pool, and what is known of them. What stands in static methods runs in
 * the task.
 */
class NestedMapsTest extends OnBothHomes {
  @Test
  void completionServiceInvokeAllAndInvokeAny() throws Exception {
    assertEquals(
        List.of("fast", "slow", List.of(1, 2), "fast", 0),
        open(1).apply(NestedMapsTest::completions, gate()).get());
  }

  private static List<Object> completions(Gate gate) throws Exception {
    List<Object> told = new ArrayList<>();
    try (Pool inner = inner(of(2))) {
      PoolCompletionService<String> ends = inner.completionService();
      var _ = ends.submit(() -> gate.pass("slow"));
      var _ = ends.submit(() -> "fast");
      told.add(ends.take().get());
      gate.open();
      told.add(ends.take().get());
      List<Integer> all = new ArrayList<>();
      for (Future<Integer> each : inner.invokeAll(List.of(new Const(1), new Const(2)))) {
        all.add(each.get());
      }
      told.add(all);
      told.add(inner.invokeAny(List.of(new Sleeper(), new Fast())));
      told.add(ends.pending());
    }
    return told;
  }

  record Const(int value) implements java.util.concurrent.Callable<Integer>, java.io.Serializable {
    @Override
    public Integer call() {
      return value;
    }
  }

  record Sleeper() implements java.util.concurrent.Callable<String>, java.io.Serializable {
    @Override
    public String call() throws InterruptedException {
      Thread.sleep(60_000);
      return "slept";
    }
  }

  record Fast() implements java.util.concurrent.Callable<String>, java.io.Serializable {
    @Override
    public String call() {
      return "fast";
    }
  }

  @Test
  void insightsAndWorkers() throws Exception {
    List<String> told = open(1).submit(NestedMapsTest::insights).get();

    assertEquals("12 submitted, 11 succeeded, 1 failed, 12 ran", told.get(0));
    assertEquals(told.get(0), told.get(1), "also when it is closed");
    assertEquals("2 workers", told.get(2));
    assertTrue(told.get(3).contains("NestedMapsTest"), told.get(3));
    assertEquals("5", told.get(4), "its argument, as far as it is of the JDK");
    assertEquals("0 workers", told.get(5));
  }

  private static List<String> insights() throws Exception {
    List<String> told = new ArrayList<>();
    Pool inner = inner(of(2));
    inner.awaitReady();
    inner.apply(NestedMapsTest::sleepShortly, 5).join();
    inner.map(x -> x + 1, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    failure(inner.submit(() -> Deeds.<Integer>fail()));
    until(() -> inner.insights().failed() == 1);
    until(() -> inner.workers().size() == 2);
    Insights insights = inner.insights();
    told.add(counts(insights));
    String workers = inner.workers().size() + " workers";
    inner.close();
    told.add(counts(inner.insights()));
    told.add(workers);
    told.add(insights.slowest().getFirst().task());
    told.add(insights.slowest().getFirst().argument());
    told.add(inner.workers().size() + " workers");
    return told;
  }

  private static int sleepShortly(int value) throws InterruptedException {
    Thread.sleep(100);
    return value;
  }

  private static String counts(Insights it) {
    return "%d submitted, %d succeeded, %d failed, %d ran"
        .formatted(it.submitted(), it.succeeded(), it.failed(), it.runTime().count());
  }

  @Test
  void tenThousandsOfItems() throws Exception {
    assertEquals(List.of(50_000, 1_250_025_000L), open(1).submit(NestedMapsTest::many).get());
  }

  private static List<Object> many() {
    try (Pool inner = inner(of(2))) {
      List<Integer> items = IntStream.range(0, 50_000).boxed().toList();
      List<Integer> results = inner.map(x -> x + 1, items);
      return List.of(results.size(), results.stream().mapToLong(x -> x).sum());
    }
  }

  @Test
  void argumentsCapturesAndResultsOfTensOfMegabytes() throws Exception {
    assertEquals(
        List.of(40 << 20, true, List.of(20 << 20, 20 << 20, 20 << 20)),
        open(1).submit(NestedMapsTest::large).get());
  }

  private static List<Object> large() {
    try (Pool inner = inner(of(2))) {
      byte[] large = new byte[40 << 20];
      Arrays.fill(large, (byte) 7);
      int length = inner.apply(x -> x.length, large).join();
      boolean same = Arrays.equals(large, inner.apply(x -> x, large).join());
      byte[] captured = new byte[20 << 20];
      List<Integer> lengths = inner.map(_ -> captured.length, List.of(1, 2, 3));
      return List.of(length, same, lengths);
    }
  }

  @Test
  void outcomesOfAMapAndExceptionsWithBothStacks() throws Exception {
    List<String> told = open(1).submit(NestedMapsTest::outcomes).get();

    assertEquals(List.of("Value", "Failure", "Value"), told.subList(0, 3));
    assertEquals("java.lang.IllegalStateException: the shelf is empty", told.get(3));
    assertTrue(told.get(4).contains("Deeds.fail"), told.get(4));
    assertTrue(told.get(5).contains("NestedMapsTest.outcomes"), told.get(5));
  }

  private static List<String> outcomes() {
    List<String> told = new ArrayList<>();
    try (Pool inner = inner(of(2))) {
      for (Outcome<Integer> each :
          inner.outcomes(x -> x == 2 ? Deeds.<Integer>fail() : x, List.of(1, 2, 3))) {
        told.add(each.getClass().getSimpleName());
      }
      try {
        inner.map(x -> x == 2 ? Deeds.<Integer>fail() : x, List.of(1, 2, 3));
      } catch (dev.firebreak.api.TaskException e) {
        told.add(String.valueOf(e.getCause()));
        told.add(Arrays.toString(e.getCause().getStackTrace()));
        told.add(Arrays.toString(e.getStackTrace()));
      }
    }
    return told;
  }

  @Test
  void streamsPullLazilyAndUnorderedOnesGiveWhatIsThere() throws Exception {
    assertEquals(
        List.of(List.of(0, 1, 4), true, "fast", List.of(2, 3)),
        open(1).apply(NestedMapsTest::streams, gate()).get());
  }

  private static List<Object> streams(Gate gate) throws InterruptedException {
    List<Object> told = new ArrayList<>();
    try (Pool inner = inner(of(2).withInFlight(4))) {
      int[] pulled = {0};
      Iterable<Integer> endless =
          () -> Stream.iterate(0, x -> pulled[0]++ >= 0 ? x + 1 : x).iterator();
      try (Stream<Integer> squares = inner.stream(x -> x * x, endless)) {
        told.add(squares.limit(3).toList());
      }
      told.add(pulled[0] < 100);
      try (Stream<String> words =
          inner.streamUnordered(
              x -> x.equals("slow") ? gate.pass(x) : x, List.of("slow", "fast"))) {
        told.add(words.findFirst().orElseThrow());
      }
      gate.open();
      told.add(Stream.of(1, 2).gather(inner.gatherer(x -> x + 1)).toList());
    }
    return told;
  }
}
