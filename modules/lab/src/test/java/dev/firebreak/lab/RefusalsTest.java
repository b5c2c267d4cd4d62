package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.RefusedException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a pool does not take, and what it says then: at the submission, and nothing is run. */
class RefusalsTest extends OnBothHomes {
  record Context(String name, Object connection) {}

  record Task(Context context) {}

  private Pool pool;

  private void assertRefused(Executable submission, String... words) throws Exception {
    RefusedException refused = assertThrows(RefusedException.class, submission);

    for (String word : words) {
      assertTrue(
          refused.getMessage().contains(word), () -> word + " is not in: " + refused.getMessage());
    }
    assertEquals(1, pool.submit(() -> 1).get(), "the pool goes on");
  }

  @Test
  void supplyAsyncNamesItsReplacement() throws Exception {
    pool = open(1);

    assertRefused(() -> CompletableFuture.supplyAsync(() -> 1, pool), "pool.supply(task)");
    assertRefused(() -> CompletableFuture.runAsync(() -> {}, pool), "pool.run(task)");
    CompletableFuture<Integer> dependent =
        CompletableFuture.completedFuture(1).thenApplyAsync(x -> x, pool);
    CompletionException thrown = assertThrows(CompletionException.class, dependent::join);
    assertRefused(
        () -> {
          throw thrown.getCause();
        },
        "pool.supply(task)");
  }

  @Test
  void completionServiceOfTheJdkNamesItsReplacement() throws Exception {
    pool = open(1);

    assertRefused(
        () -> new ExecutorCompletionService<Integer>(pool).submit(() -> 1),
        "pool.completionService()");
  }

  @Test
  void futureTask() throws Exception {
    pool = open(1);

    assertRefused(
        () -> pool.execute((Runnable) new FutureTask<>(() -> 1)), "FutureTask", "its callable");
    assertRefused(() -> pool.submit((Runnable) new FutureTask<>(() -> 1)), "FutureTask");
  }

  @Test
  void lambdaThatIsNotSerializableSaysWhatToWrite() throws Exception {
    pool = open(1);
    Callable<Integer> plain = () -> 1;
    Runnable alsoPlain = () -> {};

    assertRefused(() -> pool.submit(plain), "SerializableCallable", "pool.submit(() -> ...)");
    assertRefused(() -> pool.execute(alsoPlain), "SerializableRunnable");
    assertRefused(() -> pool.invokeAll(List.of(plain)), "SerializableCallable");
  }

  @Test
  void captureThatCannotBeSentIsNamedWithItsPath() throws Exception {
    pool = open(1);
    try (Socket socket = new Socket()) {
      Task task = new Task(new Context("db", socket));

      assertRefused(
          () -> pool.submit(() -> task.context().name()),
          "task.context.connection",
          "java.net.Socket");
      assertRefused(() -> pool.apply(Task::context, task), "context.connection", "java.net.Socket");
      assertRefused(() -> pool.submit(() -> socket.isClosed()), "socket", "java.net.Socket");
      assertRefused(
          () -> pool.map(x -> x.toString(), List.of("a", "b", socket)),
          "item 2",
          "java.net.Socket");
      assertRefused(() -> pool.apply((a, b) -> 1, "a", List.of(1, socket)), "java.net.Socket");
    }
  }

  @Test
  void anObjectOfTheTestItselfIsNoValue() throws Exception {
    pool = open(1);

    assertRefused(() -> pool.submit(() -> home), "RefusalsTest");
  }

  @Test
  void whatContainsItselfIsRefused() throws Exception {
    pool = open(1);
    List<Object> circle = new ArrayList<>();
    circle.add(circle);

    assertRefused(() -> pool.apply(x -> 1, circle), "contains itself");
  }

  @Test
  void mapWithAnItemThatCannotBeSentLeavesNothingRunning() throws Exception {
    pool = open(1);
    Gate gate = gate();

    assertRefused(
        () ->
            pool.map(
                x -> {
                  gate.arrive("some");
                  return 1;
                },
                List.of(1, 2, Thread.currentThread())),
        "item 2");

    assertTrue(gate.arrivals().size() <= 2);
  }
}
