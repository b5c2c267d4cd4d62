package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.SerializableCallable;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What java.util.concurrent says of every ExecutorService. */
class ExecutorContractTest extends OnBothHomes {
  private static int twice(int x) {
    return 2 * x;
  }

  @Test
  void submittedTaskGivesItsResult() throws Exception {
    Pool pool = open(1);

    PoolFuture<Integer> future = pool.submit(() -> twice(21));

    assertEquals(42, future.get());
    assertEquals(42, future.join());
    assertEquals(42, future.resultNow());
    assertEquals(42, future.get(0, TimeUnit.SECONDS));
    assertTrue(future.isDone());
    assertFalse(future.isCancelled());
    assertFalse(future.cancel(true), "it has ended");
    assertEquals(Future.State.SUCCESS, future.state());
    assertThrows(IllegalStateException.class, future::exceptionNow);
    assertTrue(future.worker().startsWith("worker-1#1"), future.worker());
    assertNotEquals(future.id(), pool.submit(() -> 1).id());
  }

  @Test
  void runnableGivesNullOrWhatItWasSubmittedWith() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();

    assertNull(pool.submit(() -> gate.arrive("a")).get());
    Object mine = new Object();
    assertEquals(mine, pool.submit(() -> gate.arrive("b"), mine).get());
    pool.execute(() -> gate.arrive("c"));

    gate.awaitArrivals(3);
    assertEquals(List.of("a", "b", "c"), gate.arrivals());
  }

  @Test
  void executedTaskThatThrowsHarmsNothing() throws Exception {
    Pool pool = open(1);

    pool.execute(() -> {
      throw new IllegalStateException("nobody waits for me");
    });

    assertEquals(1, pool.submit(() -> 1).get());
  }

  @Test
  void taskThatThrowsFailsItsFutureWithThat() {
    Pool pool = open(1);

    PoolFuture<Integer> future =
        pool.submit(() -> {
          throw new FileNotFoundException("no such shelf");
        });

    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertEquals(FileNotFoundException.class, thrown.getCause().getClass());
    assertEquals("no such shelf", thrown.getCause().getMessage());
    assertEquals(Future.State.FAILED, future.state());
    assertTrue(future.isDone());
    assertFalse(future.isCancelled());
    assertEquals(FileNotFoundException.class, future.exceptionNow().getClass());
    assertThrows(IllegalStateException.class, future::resultNow);
  }

  @Test
  void nullTaskIsRefusedAsNull() {
    Pool pool = open(1);

    assertThrows(NullPointerException.class, () -> pool.submit((Callable<Integer>) null));
    assertThrows(NullPointerException.class, () -> pool.submit((Runnable) null));
    assertThrows(NullPointerException.class, () -> pool.submit((SerializableCallable<?>) null));
    assertThrows(NullPointerException.class, () -> pool.execute((Runnable) null));
    assertThrows(NullPointerException.class, () -> pool.invokeAll(null));
    assertThrows(NullPointerException.class, () -> pool.invokeAny(null));
  }

  @Test
  void invokeAllWaitsForAllAndKeepsTheirOrder() throws Exception {
    Pool pool = open(2);
    List<SerializableCallable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      tasks.add(() -> {
        if (number == 7) {
          throw new IllegalStateException("seven");
        }
        return twice(number);
      });
    }

    List<Future<Integer>> futures = pool.invokeAll(tasks);

    assertEquals(20, futures.size());
    for (int i = 0; i < 20; i++) {
      assertTrue(futures.get(i).isDone());
      if (i == 7) {
        assertEquals("seven", futures.get(i).exceptionNow().getMessage());
      } else {
        assertEquals(2 * i, futures.get(i).resultNow());
      }
    }
    assertEquals(List.of(), pool.invokeAll(List.<SerializableCallable<Integer>>of()));
  }

  @Test
  void invokeAllCancelsWhatHasNotEndedInTime() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    List<SerializableCallable<String>> tasks =
        List.of(() -> "quick", () -> gate.pass("slow"), () -> gate.pass("never"));

    List<Future<String>> futures = pool.invokeAll(tasks, 1, TimeUnit.SECONDS);

    assertEquals("quick", futures.get(0).resultNow());
    assertTrue(futures.get(1).isCancelled());
    assertTrue(futures.get(2).isCancelled());
    assertEquals(1, pool.submit(() -> 1).get());
    assertEquals(List.of("slow"), gate.arrivals(), "the third was never begun");
  }

  @Test
  void invokeAnyGivesTheFirstResultAndCancelsTheRest() throws Exception {
    Pool pool = open(2);
    Gate gate = gate();
    List<SerializableCallable<String>> tasks =
        List.of(
            () -> gate.pass("slow"),
            () -> {
              throw new IllegalStateException("a failure is no result");
            },
            () -> "quick");

    assertEquals("quick", pool.invokeAny(tasks));
    assertEquals(1, pool.submit(() -> 1).get(), "its workers are free again");
  }

  @Test
  void invokeAnySaysWhyThereIsNoResult() {
    Pool pool = open(2);
    Gate gate = gate();
    SerializableCallable<String> fails =
        () -> {
          throw new IllegalStateException("none");
        };
    SerializableCallable<String> waits = () -> gate.pass("slow");

    ExecutionException all =
        assertThrows(ExecutionException.class, () -> pool.invokeAny(List.of(fails, fails)));
    assertEquals("none", all.getCause().getMessage());
    assertThrows(
        TimeoutException.class,
        () -> pool.invokeAny(List.of(fails, waits), 300, TimeUnit.MILLISECONDS));
    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.of()));
  }

  @Test
  void invokeAnyOfAPoolThatIsEndedMeanwhileSaysSo() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    SerializableCallable<String> waits = () -> gate.pass("waits");
    Thread ends =
        Thread.ofPlatform()
            .start(() -> {
              gate.awaitArrivals(1);
              pool.shutdownNow();
            });

    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> pool.invokeAny(List.of(waits, waits)));

    ends.join();
    assertTrue(failed.getCause() != null, failed.toString());
  }

  @Test
  void invokeAllThatWaitsForRoomIsInterruptedAsInvokeAll() throws Exception {
    Pool pool = open(1, options -> options.withQueue(1));
    Gate gate = gate();
    SerializableCallable<String> waits = () -> gate.pass("waits");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread invoking =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.invokeAll(List.of(waits, waits, waits, waits, waits, waits));
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    gate.awaitArrivals(1);
    until(() -> invoking.getState() == Thread.State.WAITING);

    invoking.interrupt();
    invoking.join();

    assertInstanceOf(InterruptedException.class, thrown.get());
    gate.open();
  }

  @Test
  void getGivesUpAfterItsTimeAndTheTaskGoesOn() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> future = occupy(pool, gate);

    assertThrows(TimeoutException.class, () -> future.get(50, TimeUnit.MILLISECONDS));
    assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.MILLISECONDS));
    assertEquals(Future.State.RUNNING, future.state());
    assertThrows(IllegalStateException.class, future::resultNow);

    gate.open();
    assertEquals("busy", future.get());
  }

  @Test
  void interruptedGetLeavesTheTaskAlone() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> future = occupy(pool, gate);
    AtomicReference<Object> ended = new AtomicReference<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                ended.set(future.get());
              } catch (InterruptedException | ExecutionException e) {
                ended.set(e);
              }
            });
    until(() -> waiting.getState() == Thread.State.WAITING);

    waiting.interrupt();
    waiting.join();

    assertEquals(InterruptedException.class, ended.get().getClass());
    assertFalse(future.isDone());
    gate.open();
    assertEquals("busy", future.get());
  }

  @Test
  void manyThreadsWaitForOneTask() throws Exception {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> future = occupy(pool, gate);
    CountDownLatch seen = new CountDownLatch(20);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread.Builder kind = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      threads.add(
          kind.start(() -> {
            if (future.join().equals("busy")) {
              seen.countDown();
            }
          }));
    }

    gate.open();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(0, seen.getCount());
  }
}
