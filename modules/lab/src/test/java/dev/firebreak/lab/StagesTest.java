package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolCompletionService;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.TaskException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when a task has ended: stages, callbacks that submit and wait, the next of many. */
@SuppressWarnings("UndefinedEquals") // the very same future is meant
class StagesTest extends OnBothHomes {
  @Test
  void supplyIsAStageOfTheJdk() {
    Pool pool = open(2);

    CompletableFuture<Integer> sum =
        pool.supply(() -> 20).thenCombine(pool.supply(() -> 22), Integer::sum);

    assertEquals(42, sum.join());
    assertNull(pool.run(() -> {}).join());
  }

  @Test
  void failedStageHasWhatTheTaskThrew() {
    Pool pool = open(1);

    CompletableFuture<Integer> stage =
        pool.supply(() -> {
          throw new IllegalStateException("torn");
        });

    CompletionException thrown = assertThrows(CompletionException.class, stage::join);
    TaskException told = assertInstanceOf(TaskException.class, thrown.getCause());
    assertEquals("torn", told.getCause().getMessage());
  }

  @Test
  void callbackMayWaitForAnotherTaskOfTheSameWorker() {
    Pool pool = open(1);

    CompletableFuture<Integer> whole =
        pool.supply(() -> 1)
            .thenApply(x -> x + pool.submit(() -> 10).join())
            .thenApply(
                x -> x + pool.map(y -> y, List.of(100, 200)).stream().mapToInt(y -> y).sum());

    assertEquals(311, whole.join());
  }

  @Test
  void chainOfCallbacks() {
    Pool pool = open(2);
    CompletableFuture<Integer> chain = pool.supply(() -> 0);
    for (int i = 0; i < 100; i++) {
      chain = chain.thenCompose(x -> pool.supply(() -> x + 1));
    }

    assertEquals(100, chain.join());
  }

  @Test
  void callbackThatThrowsHarmsNothing() throws Exception {
    Pool pool = open(1);
    PoolFuture<Integer> task = pool.submit(() -> 1);
    CompletableFuture<Integer> broken =
        task.toCompletableFuture()
            .thenApply(x -> {
              throw new IllegalStateException("mine");
            });

    assertThrows(CompletionException.class, broken::join);
    assertEquals(1, task.get());
    assertEquals(2, pool.submit(() -> 2).get());
  }

  @Test
  void manyThreadsShareAPool() throws Exception {
    Pool pool = open(2);
    List<Future<Integer>> sums = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 16; t++) {
        int base = t * 1000;
        sums.add(
            threads.submit(() -> {
              int sum = 0;
              for (int i = 0; i < 50; i++) {
                int number = base + i;
                sum += pool.submit(() -> number).get();
                sum += pool.map(x -> x + number, List.of(1, 2, 3)).getLast();
              }
              return sum;
            }));
      }
    }

    for (int t = 0; t < 16; t++) {
      int expected = 0;
      for (int i = 0; i < 50; i++) {
        expected += 2 * (t * 1000 + i) + 3;
      }
      assertEquals(expected, sums.get(t).get());
    }
  }

  @Test
  void completionServiceHandsThemOutAsTheyEnd() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    PoolCompletionService<String> service = pool.completionService();
    Future<String> slow = service.submit(() -> gate.pass("slow"));
    gate.awaitArrivals(1);

    Future<String> quick = service.submit(() -> "quick");

    assertEquals(2, service.pending());
    assertSame(quick, service.take());
    assertNull(service.poll());
    assertNull(service.poll(20, TimeUnit.MILLISECONDS));
    gate.open();
    assertSame(slow, service.take());
    assertEquals("slow", slow.resultNow());
    assertEquals(0, service.pending());
  }

  @Test
  void completionServiceKeepsTheOrderOfTheEnds() throws Exception {
    Pool pool = open(1);
    PoolCompletionService<Integer> service = pool.completionService();
    for (int i = 0; i < 2000; i++) {
      int number = i;
      service.submit(() -> number);
    }

    for (int i = 0; i < 2000; i++) {
      assertEquals(i, service.take().get());
    }
  }

  @Test
  void completionServiceHandsOutFailuresAndCancelled() throws Exception {
    Pool pool = open(2);
    PoolCompletionService<Integer> service = pool.completionService();
    Set<Future<Integer>> submitted = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      int number = i;
      submitted.add(
          service.submit(() -> {
            if (number % 3 == 0) {
              throw new IllegalStateException("third");
            }
            return number;
          }));
    }
    Future<Integer> cancelled = service.submit(() -> 1);
    cancelled.cancel(true);
    submitted.add(cancelled);

    int failed = 0;
    for (int i = 0; i < 31; i++) {
      Future<Integer> next = service.take();
      assertTrue(submitted.remove(next), "each once");
      assertTrue(next.isDone());
      failed += next.state() == Future.State.FAILED ? 1 : 0;
    }

    assertEquals(10, failed);
    assertEquals(Set.of(), submitted);
  }

  @Test
  void toCompletableFutureOfATaskThatHasEnded() throws ExecutionException, InterruptedException {
    Pool pool = open(1);
    PoolFuture<Integer> task = pool.submit(() -> 7);
    task.get();

    assertEquals(7, task.toCompletableFuture().getNow(0));
  }
}
