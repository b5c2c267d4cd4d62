package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.api.WhenFull;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerStartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a pool does for those who open it, it does for a task that opens one as well. What stands in
 * static methods runs in the task.
 */
class NestedTest extends OnBothHomes {
  record Page(String title, int words) {}

  @Test
  void initializerStateAndFinalizer() throws Exception {
    Gate gate = gate();

    assertEquals(
        List.of("ready", "ready", 1, 2), open(1).apply(NestedTest::initialized, gate).get());
    until(() -> gate.arrivals().equals(List.of("finalized")));
  }

  private static List<Object> initialized(Gate gate) {
    PoolOptions options =
        of(1)
            .withInitializer(() -> WorkContext.current().state("key", () -> "ready"))
            .withFinalizer(() -> gate.arrive("finalized"));
    try (Pool inner = inner(options)) {
      List<Object> all = new ArrayList<>();
      all.addAll(inner.map(_ -> WorkContext.current().state("key", () -> "none"), List.of(1, 2)));
      for (int i = 0; i < 2; i++) {
        all.add(
            inner
                .submit(() -> WorkContext.current().<int[]>state("n", () -> new int[1])[0]++ + 1)
                .join());
      }
      return all;
    }
  }

  @Test
  void initializerThatFailsIsToldWithItsCause() throws Exception {
    List<String> told = open(1).submit(NestedTest::failingInitializer).get();

    assertEquals(
        List.of(
            "true",
            WorkerStartException.class.getName(),
            "java.lang.IllegalStateException: no shelf"),
        told);
  }

  private static List<String> failingInitializer() throws InterruptedException {
    PoolOptions options =
        of(1)
            .withInitializer(() -> {
              throw new IllegalStateException("no shelf");
            });
    try (Pool inner = inner(options)) {
      List<String> told = new ArrayList<>();
      // Refused where it had failed already, which is for the clock to say.
      Throwable why = failure(inner.submit(() -> 1));
      told.add(String.valueOf(why.getMessage().contains("no shelf")));
      try {
        inner.awaitReady();
      } catch (ExecutionException e) {
        told.add(e.getCause().getClass().getName());
        told.add(String.valueOf(e.getCause().getCause()));
      }
      return told;
    }
  }

  @Test
  void messagesAndProgressComeBeforeTheResult() throws Exception {
    assertEquals(
        List.of(new Page("first", 1), "second", 7, "item", "item"),
        open(1).submit(NestedTest::messages).get());
  }

  private static List<Object> messages() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    try (Pool inner = inner(of(1))) {
      Pool listening = inner.with(task -> task.withMessages(heard::add));
      heard.add(
          listening
              .submit(() -> {
                WorkContext.current().send(new Page("first", 1));
                WorkContext.current().send("second");
                return 7;
              })
              .join());
      listening.map(
          x -> {
            WorkContext.current().send("item");
            return x;
          },
          List.of(1, 2));
    }
    return new ArrayList<>(heard);
  }

  @Test
  void outputIsKeptForEachTaskAndWhileItRuns() throws Exception {
    Gate gate = gate();
    List<Object> told = open(1).apply(NestedTest::output, gate).get();

    if (home.kills()) {
      assertEquals(new TaskOutput("out of a\n", "err of a"), told.get(0));
      assertEquals(TaskOutput.EMPTY, told.get(1));
      assertEquals("before\n", told.get(2));
      assertEquals("before\nafter\n", told.get(3));
      assertTrue(told.get(4).toString().startsWith("worker-1#1 (pid "), told.toString());
    } else {
      assertEquals(List.of(TaskOutput.EMPTY, TaskOutput.EMPTY, "", "", "worker-1#1"), told);
    }
  }

  private static List<Object> output(Gate gate) {
    try (Pool inner = inner(of(1))) {
      PoolFuture<Integer> said =
          inner.submit(() -> {
            System.out.println("out of a");
            System.err.print("err of a");
            return 1;
          });
      said.join();
      PoolFuture<Integer> silent = inner.submit(() -> 2);
      silent.join();
      PoolFuture<String> running =
          inner.submit(() -> {
            System.out.println("before");
            gate.pass("here");
            System.out.println("after");
            return "";
          });
      gate.awaitArrivals(1);
      boolean kept = !said.output().equals(TaskOutput.EMPTY);
      until(() -> !kept || !running.output().stdout().isEmpty());
      String early = running.output().stdout();
      String worker = running.worker();
      gate.open();
      running.join();
      return List.of(said.output(), silent.output(), early, running.output().stdout(), worker);
    }
  }

  @Test
  void optionsOfSingleTasks() throws Exception {
    assertEquals(
        List.of("RUN", "QUEUE", List.of("hold", "high", "low"), true, "named"),
        open(1).apply(NestedTest::terms, gate(), gate()).get());
  }

  private static List<Object> terms(Gate gate, Gate order) throws Exception {
    List<Object> told = new ArrayList<>();
    try (Pool inner = inner(of(1))) {
      Pool limited = inner.with(task -> task.withRunDeadline(Duration.ofMillis(50)));
      LimitException run = (LimitException) failure(limited.submit(NestedTest::sleep));
      told.add(run.clock().name());

      PoolFuture<String> stop = inner.submit(() -> gate.pass("stop"));
      gate.awaitArrivals(1);
      Pool impatient = inner.with(task -> task.withQueueDeadline(Duration.ofMillis(50)));
      LimitException queue = (LimitException) failure(impatient.submit(() -> 1));
      told.add(queue.clock().name());
      gate.open();
      stop.join();
    }
    try (Pool inner = inner(of(1))) { // one that has seen no short task sends none ahead
      PoolFuture<String> hold = inner.submit(() -> order.pass("hold"));
      order.awaitArrivals(1);
      PoolFuture<?> low = inner.submit(() -> order.arrive("low"));
      PoolFuture<?> high =
          inner.with(task -> task.withPriority(1)).submit(() -> order.arrive("high"));
      until(() -> inner.insights().submitted() == 3); // by now its supervisor has them
      order.open();
      hold.join();
      low.join();
      high.join();
      told.add(order.arrivals());
    }
    try (Pool inner = inner(of(3))) {
      Pool sticky = inner.with(task -> task.withKey("a key\nof two lines"));
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        seen.add(sticky.submit(() -> WorkContext.current().worker()).join());
      }
      told.add(seen.stream().distinct().count() == 1);
      Throwable named =
          failure(inner.with(task -> task.withName("named")).submit(() -> Thread.currentThread()));
      told.add(named.getMessage().contains("(named)") ? "named" : named.getMessage());
    }
    return told;
  }

  private static int sleep() throws InterruptedException {
    Thread.sleep(60_000);
    return 1;
  }

  @Test
  void fullQueueRefusesFailsOrWaits() throws Exception {
    assertEquals(List.of("refused", "failed", 40), open(1).apply(NestedTest::full, gate()).get());
  }

  private static List<Object> full(Gate gate) {
    List<Object> told = new ArrayList<>();
    PoolOptions options = of(1).withQueue(1);
    try (Pool inner = inner(options.withWhenFull(WhenFull.REJECT))) {
      var _ = inner.submit(() -> gate.pass(1));
      var _ = inner.submit(() -> 2);
      try {
        var _ = inner.submit(() -> 3);
      } catch (RefusedException e) {
        told.add("refused");
      }
      gate.open();
    }
    CountDownLatch none = new CountDownLatch(0);
    try (Pool inner = inner(options.withWhenFull(WhenFull.FAIL_FUTURE))) {
      List<PoolFuture<Long>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(inner.submit(() -> none(100)));
      }
      told.add(
          failure(all.get(2)) instanceof RefusedException && none.getCount() == 0
              ? "failed"
              : "accepted");
    }
    try (Pool inner = inner(options)) {
      List<PoolFuture<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(inner.submit(() -> 1));
      }
      told.add(all.stream().mapToInt(PoolFuture::join).sum());
    }
    return told;
  }

  private static long none(long millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  @Test
  void cancelReallyEndsATaskAndActionsMayWaitAndSubmit() throws Exception {
    assertEquals(
        List.of(true, true, 3, 12, "a view"), open(1).apply(NestedTest::cancels, gate()).get());
  }

  private static List<Object> cancels(Gate gate) throws Exception {
    List<Object> told = new ArrayList<>();
    try (Pool inner = inner(of(1))) {
      PoolFuture<String> stuck = inner.submit(() -> gate.passStubbornly("stuck"));
      gate.awaitArrivals(1);
      told.add(stuck.cancel(true));
      told.add(stuck.isCancelled());
      told.add(inner.submit(() -> 3).get(30, TimeUnit.SECONDS));
      CompletableFuture<Integer> chained =
          inner.supply(() -> 2).thenApply(x -> x + inner.submit(() -> 10).join());
      told.add(chained.get(30, TimeUnit.SECONDS));
      try {
        inner.with(task -> task).shutdown();
      } catch (RefusedException e) {
        told.add(e.getMessage().contains("view") ? "a view" : e.getMessage());
      }
      gate.open();
    }
    return told;
  }

  @Test
  void shutdownNowGivesBackWhatNeverBegan() throws Exception {
    assertEquals(List.of(2, true, true, true), open(1).apply(NestedTest::shutDown, gate()).get());
  }

  private static List<Object> shutDown(Gate gate) throws Exception {
    Pool inner = inner(of(1));
    PoolFuture<String> running = inner.submit(() -> gate.pass("running"));
    gate.awaitArrivals(1);
    PoolFuture<Integer> first = inner.submit(() -> 1);
    PoolFuture<Integer> second = inner.submit(() -> 2);
    List<Runnable> never = inner.shutdownNow();
    boolean over = inner.awaitTermination(30, TimeUnit.SECONDS);
    return List.of(
        never.size(), first.isCancelled() && second.isCancelled(), over, running.isDone());
  }

  @Test
  void whatCannotBeSentIsRefusedAtOnceAndNamed() throws Exception {
    String told = open(1).submit(NestedTest::unsendable).get();

    assertInstanceOf(String.class, told);
    assertTrue(told.contains("java.lang.Thread"), told);
    assertTrue(told.contains("pool.supply(task)"), told);
  }

  private static String unsendable() {
    StringBuilder told = new StringBuilder();
    try (Pool inner = inner(of(1))) {
      Thread thread = Thread.currentThread();
      try {
        var _ = inner.submit(() -> thread.getName());
      } catch (RefusedException e) {
        told.append(e.getMessage());
      }
      try {
        var _ = CompletableFuture.supplyAsync(() -> 1, inner);
      } catch (RefusedException e) {
        told.append(e.getMessage());
      }
    }
    return told.toString();
  }
}
