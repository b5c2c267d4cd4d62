package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerDiedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A task's own pool ends with the task, however that ends, and whatever it runs: its workers are
 * gone, and what they ran is over.
 */
class NestedEndsTest extends OnBothHomes {
  private static final int WORKERS = 2;
  private static final String OVER = "over";

  /** Runs in a worker of a task's own pool until somebody ends it. */
  private static int hang(Gate gate) throws InterruptedException {
    gate.arrive(String.valueOf(ProcessHandle.current().pid()));
    try {
      new CountDownLatch(1).await();
      return 1;
    } catch (InterruptedException e) {
      gate.arrive(OVER);
      throw e;
    }
  }

  /** Opens a pool all of whose workers are busy; runs in the task. */
  private static PoolFuture<Integer> busy(Gate gate) {
    Pool inner = WorkContext.current().openPool(WORKERS);
    PoolFuture<Integer> last = inner.submit(() -> hang(gate));
    for (int i = 1; i < WORKERS; i++) {
      last = inner.submit(() -> hang(gate));
    }
    gate.awaitArrivals(WORKERS);
    return last;
  }

  /** Waits until nothing of it is left. */
  private void awaitNothingLeft(Gate gate, int workers) {
    until(() -> nothingLeft(gate, workers));
  }

  private boolean nothingLeft(Gate gate, int workers) {
    List<String> all = gate.arrivals();
    if (!home.kills()) {
      return all.stream().filter(OVER::equals).count() == workers;
    }
    return all.stream()
        .filter(each -> !each.equals(OVER))
        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent());
  }

  @Test
  void taskThatReturnsWithoutClosingIt() throws Exception {
    Gate gate = gate();
    Pool outer = open(1);

    assertEquals(false, outer.submit(() -> busy(gate).isDone()).get());

    awaitNothingLeft(gate, WORKERS);
    assertEquals(1, outer.submit(() -> 1).get());
    assertEquals(1, outer.workers().getFirst().generation(), "its worker goes on");
  }

  @Test
  void taskThatThrows() {
    Gate gate = gate();
    PoolFuture<Integer> task =
        open(1)
            .submit(() -> {
              var _ = busy(gate);
              return Deeds.<Integer>fail();
            });

    assertInstanceOf(IllegalStateException.class, failure(task));
    awaitNothingLeft(gate, WORKERS);
  }

  @Test
  void taskThatIsCancelledWhileItWaitsForOneOfItsTasks() throws Exception {
    Gate gate = gate();
    Pool outer = open(1);
    PoolFuture<Integer> task = outer.submit(() -> busy(gate).join());
    gate.awaitArrivals(WORKERS);

    assertTrue(task.cancel(true));

    awaitNothingLeft(gate, WORKERS);
    assertEquals(1, outer.submit(() -> 1).get(30, TimeUnit.SECONDS));
  }

  @Test
  void taskWhoseRunLimitStrikes() {
    Gate gate = gate();
    Pool outer = open(1, options -> options.withRunDeadline(Duration.ofSeconds(20)));
    Pool limited = outer.with(task -> task.withRunDeadline(Duration.ofSeconds(4)));
    PoolFuture<Integer> task = limited.submit(() -> busy(gate).get());

    assertInstanceOf(LimitException.class, failure(task));
    until(() -> nothingLeft(gate, Math.min(WORKERS, gate.arrivals().size())));
  }

  @Test
  void taskWhoseWorkerIsKilled() throws Exception {
    if (!home.kills()) {
      return; // no thread can be killed, as ThreadPool says
    }
    Gate gate = gate();
    Pool outer = open(1);
    PoolFuture<Integer> task =
        outer.submit(() -> {
          var _ = busy(gate);
          return Deeds.<Integer>signal("KILL");
        });

    assertInstanceOf(WorkerDiedException.class, failure(task));
    awaitNothingLeft(gate, WORKERS);
    assertEquals(1, outer.submit(() -> 1).get(30, TimeUnit.SECONDS));
  }

  @Test
  void outerPoolThatIsEndedAtOnceIsOverBehindIt() throws Exception {
    Gate gate = gate();
    Pool outer = open(1);
    PoolFuture<Integer> task = outer.submit(() -> busy(gate).get());
    gate.awaitArrivals(WORKERS);

    assertEquals(List.of(), outer.shutdownNow());
    assertTrue(outer.awaitTermination(30, TimeUnit.SECONDS));

    assertTrue(task.isDone());
    if (home.kills()) {
      assertTrue(nothingLeft(gate, WORKERS), "no process is left when a pool is closed");
    } else {
      awaitNothingLeft(gate, WORKERS); // an abandoned thread sees its interrupt when it sees it
    }
  }

  @Test
  void outerPoolThatIsClosedIsOverBehindIt() {
    Gate gate = gate();
    Pool outer = open(1);
    PoolFuture<Boolean> task = outer.submit(() -> busy(gate).isDone());

    outer.close();

    assertEquals(false, task.join());
    if (home.kills()) {
      assertTrue(nothingLeft(gate, WORKERS), "no process is left when a pool is closed");
    } else {
      awaitNothingLeft(gate, WORKERS);
    }
  }

  @Test
  void poolOfATaskOfATasksPool() throws Exception {
    Gate gate = gate();
    Pool outer = open(1, options -> options.withDepth(2));
    PoolFuture<Boolean> task =
        outer.submit(() -> {
          Pool inner = WorkContext.current().openPool(1);
          PoolFuture<Integer> middle = inner.submit(() -> busy(gate).get());
          gate.awaitArrivals(WORKERS);
          return middle.isDone();
        });

    assertEquals(false, task.get());
    awaitNothingLeft(gate, WORKERS);
  }

  @Test
  void taskThatEndsWhileItsPoolsAreBeingOpened() throws Exception {
    Pool outer = open(1, options -> options.with(jvm -> home.kills() ? small(jvm) : jvm));
    for (int i = 0; i < 3; i++) {
      outer
          .submit(() -> {
            WorkContext context = WorkContext.current();
            Thread[] threads = new Thread[2];
            for (int k = 0; k < threads.length; k++) {
              threads[k] =
                  Thread.startVirtualThread(() -> {
                    var _ = context.openPool(1).submit(() -> 1);
                  });
            }
            threads[0].join();
            return 1;
          })
          .get();
    }

    outer.close();

    assertTrue(outer.isTerminated());
  }

  private static dev.firebreak.api.ChildSpec.Jvm small(dev.firebreak.api.ChildSpec.Jvm jvm) {
    return jvm.withHeap(new dev.firebreak.api.ByteSize(256L << 20));
  }

  @Test
  void workerOfATasksPoolThatDiesCostsItsTaskAlone() throws Exception {
    boolean dies = home.kills();
    Pool outer = open(1);

    List<Object> told =
        outer
            .submit(() -> {
              try (Pool inner =
                  WorkContext.current().openPool(PoolOptions.DEFAULT.withWorkers(2))) {
                PoolFuture<Integer> killed =
                    inner.submit(() -> {
                      System.out.println("last words");
                      return dies ? Deeds.<Integer>signal("KILL") : Deeds.<Integer>error();
                    });
                Throwable why = failure(killed);
                return List.<Object>of(
                    why.getClass().getSimpleName(),
                    killed.output().stdout(),
                    inner.submit(() -> 7).join());
              }
            })
            .get();

    assertEquals(
        dies ? List.of("WorkerDiedException", "last words\n", 7) : List.of("AssertionError", "", 7),
        told);
  }

  @Test
  void taskOfATasksPoolThatIsRetried() throws Exception {
    if (!home.kills()) {
      return; // what a thread does not survive, the JVM does not
    }
    Gate gate = gate();

    assertEquals(
        3,
        open(1)
            .submit(() -> {
              try (Pool inner = WorkContext.current().openPool(1)) {
                return inner
                    .with(task -> task.withRetry(dev.firebreak.api.Retry.idempotent(2)))
                    .submit(() -> {
                      gate.arrive("again");
                      int attempt = WorkContext.current().attempt();
                      return attempt < 3 ? Deeds.<Integer>signal("KILL") : attempt;
                    })
                    .join();
              }
            })
            .get());
    assertEquals(List.of("again", "again", "again"), gate.arrivals());
  }

  @Test
  void sparesOfATasksPoolRunTheInitializerBefore() throws Exception {
    if (!home.kills()) {
      return; // threads have no spares, as ThreadPool says
    }
    Gate gate = gate();

    assertEquals(
        2,
        open(1)
            .submit(() -> {
              PoolOptions options =
                  PoolOptions.DEFAULT
                      .withWorkers(1)
                      .withSpares(1)
                      .withInitializedSpares(true)
                      .withInitializer(
                          () -> gate.arrive("in life " + WorkContext.current().generation()));
              try (Pool inner = WorkContext.current().openPool(options)) {
                until(() -> gate.arrivals().contains("in life 0"));
                failure(inner.submit(() -> Deeds.<Integer>signal("KILL")));
                return inner.submit(() -> WorkContext.current().generation()).join();
              }
            })
            .get());
  }

  @Test
  void workersOfATasksPoolAreReplaced() throws Exception {
    assertEquals(
        10,
        open(1)
            .submit(() -> {
              PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withRecycleTasks(2);
              try (Pool inner = WorkContext.current().openPool(options)) {
                List<Integer> lives =
                    inner.map(_ -> WorkContext.current().generation(), List.of(1, 2, 3, 4, 5, 6));
                return lives.getLast() >= 3 ? 10 : lives.getLast();
              }
            })
            .get());
  }
}
