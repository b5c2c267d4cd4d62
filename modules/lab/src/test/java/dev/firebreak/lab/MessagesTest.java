package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.TaskProgress;
import dev.firebreak.api.WorkContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Words of a running task to its caller. */
class MessagesTest extends OnBothHomes {
  record Step(int number, String name) {}

  private final List<Object> heard = new CopyOnWriteArrayList<>();

  private Pool listening(Pool pool) {
    return pool.with(task -> task.withMessages(heard::add));
  }

  @Test
  void messagesComeInTheirOrderAndWhileTheTaskRuns() {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> task =
        listening(pool)
            .submit(() -> {
              WorkContext.current().send(new Step(1, "one"));
              WorkContext.current().send(List.of(2, "two"));
              gate.pass("between");
              WorkContext.current().send("three");
              return "done";
            });

    until(() -> heard.size() == 2);
    assertFalse(task.isDone());
    gate.open();

    assertEquals("done", task.join());
    assertEquals(List.of(new Step(1, "one"), List.of(2, "two"), "three"), heard);
  }

  @Test
  void manyMessagesKeepTheirOrder() {
    Pool pool = open(1);

    PoolFuture<Integer> task =
        listening(pool)
            .submit(() -> {
              for (int i = 0; i < 5000; i++) {
                WorkContext.current().send(i);
              }
              return 1;
            });

    assertEquals(1, task.join());
    assertEquals(IntStream.range(0, 5000).boxed().toList(), heard);
  }

  @Test
  void listenerMayWaitAndSubmit() {
    Pool pool = open(1);
    List<Object> answers = new CopyOnWriteArrayList<>();
    Pool asking =
        pool.with(task -> task.withMessages(message -> answers.add(pool.submit(() -> 10).join())));

    assertEquals(
        1,
        asking
            .submit(() -> {
              WorkContext.current().send("ask");
              return 1;
            })
            .join());

    assertEquals(List.of(10), answers);
  }

  @Test
  void futureEndsBehindItsMessages() throws Exception {
    Pool pool = open(1);
    CountDownLatch hold = new CountDownLatch(1);
    Pool slow =
        pool.with(task ->
            task.withMessages(message -> {
              wait(hold);
              heard.add(message);
            }));

    PoolFuture<Integer> single =
        slow.submit(() -> {
          WorkContext.current().send("single");
          return 1;
        });
    CompletableFuture<List<Integer>> map =
        slow.mapAsync(
            x -> {
              WorkContext.current().send("item");
              return x;
            },
            List.of(7));
    pool.submit(() -> 1).join(); // so both have ended in their worker
    pool.shutdown();

    assertThrows(TimeoutException.class, () -> single.get(50, TimeUnit.MILLISECONDS));
    assertFalse(map.isDone());
    assertFalse(pool.awaitTermination(50, TimeUnit.MILLISECONDS));
    hold.countDown();
    assertEquals(1, single.join());
    assertEquals(List.of(7), map.join());
    assertTrue(pool.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(Set.of("single", "item"), Set.copyOf(heard));
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void listenerThatThrowsHarmsNothing() {
    Pool pool = open(1);
    Pool broken =
        pool.with(task ->
            task.withMessages(message -> {
              heard.add(message);
              throw new IllegalStateException("mine");
            }));

    assertEquals(
        1,
        broken
            .submit(() -> {
              WorkContext.current().send("a");
              WorkContext.current().send("b");
              return 1;
            })
            .join());

    assertEquals(List.of("a", "b"), heard);
  }

  @Test
  void progressTellsAtLeastTheLast() {
    Pool pool = open(1);

    assertEquals(
        1,
        listening(pool)
            .submit(() -> {
              for (int i = 1; i <= 10_000; i++) {
                WorkContext.current().progress(i, 10_000);
              }
              return 1;
            })
            .join());

    assertEquals(new TaskProgress(10_000, 10_000), heard.getLast());
    assertTrue(heard.size() < 1000, "of several in a tenth of a second the last one");
  }

  @Test
  void messageThatCannotBeSentFailsInTheTask() {
    Pool pool = open(1);

    Throwable thrown =
        failure(
            pool.submit(() -> {
              WorkContext.current().send(Thread.currentThread());
              return 1;
            }));

    assertInstanceOf(IllegalArgumentException.class, thrown);
    assertTrue(thrown.getMessage().contains("java.lang.Thread"), thrown.getMessage());
  }

  @Test
  void messagesOfItemsOfAMap() {
    Pool pool = open(2);
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();

    List<Integer> results =
        listening(pool)
            .map(
                x -> {
                  WorkContext.current().send(x);
                  return x;
                },
                numbers);

    assertEquals(numbers, results);
    List<Object> sorted = new ArrayList<>(heard);
    sorted.sort(null);
    assertEquals(numbers, sorted);
  }

  @Test
  void messagesOfNobodyAreDropped() {
    Pool pool = open(1);

    assertEquals(
        1,
        pool.submit(
                () -> {
                  WorkContext.current().send("to nobody");
                  WorkContext.current().progress(1, 2);
                  return 1;
                })
            .join());
    assertEquals(List.of(), heard);
  }

  @Test
  void nullIsAMessage() {
    Pool pool = open(1);

    pool.with(task -> task.withMessages(message -> heard.add(Arrays.asList(message))))
        .submit(() -> WorkContext.current().send(null))
        .join();

    assertEquals(List.of(Arrays.asList((Object) null)), heard);
  }

  @Test
  void cancelledTaskSeesThatItIs() {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> task =
        pool.submit(() -> {
          WorkContext context = WorkContext.current();
          gate.arrive("before " + context.cancelled());
          while (!context.cancelled()) {
            Thread.sleep(1);
          }
          try {
            context.checkCancelled();
          } catch (CancellationException e) {
            gate.arrive("told");
          }
          return "";
        });
    gate.awaitArrivals(1);

    task.cancel(false);

    gate.awaitArrivals(2);
    assertEquals(List.of("before false", "told"), gate.arrivals());
    assertEquals(false, pool.submit(() -> WorkContext.current().cancelled()).join());
  }
}
