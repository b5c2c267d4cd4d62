package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.api.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Workers: what they run first and last, what they keep, who they are. */
class WorkersTest extends OnBothHomes {
  private static int count() {
    return WorkContext.current().state("counter", AtomicInteger::new).incrementAndGet();
  }

  @Test
  void initializerRunsOnceInEachWorkerBeforeItsFirstTask() {
    Gate gate = gate();
    Pool pool = open(2, options -> options.withInitializer(() -> gate.arrive("init")));

    for (int i = 0; i < 20; i++) {
      assertEquals(1, pool.submit(() -> 1).join());
    }
    until(() -> gate.arrivals().size() == 2);

    assertEquals(List.of("init", "init"), gate.arrivals());
  }

  @Test
  void tasksSeeWhatTheInitializerDid() {
    Pool pool =
        open(
            1,
            options ->
                options.withInitializer(
                    () -> WorkContext.current().state("counter", AtomicInteger::new).set(10)));

    assertEquals(11, pool.submit(WorkersTest::count).join());
  }

  @Test
  void initializerThatThrowsIsToldOnceAndNobodyIsStartedAnyMore() {
    Gate gate = gate();
    Pool pool =
        open(
            2,
            options ->
                options.withInitializer(() -> {
                  gate.arrive("init");
                  throw new IllegalStateException("no model at hand");
                }));

    Throwable thrown;
    try {
      thrown = failure(pool.submit(() -> 1));
    } catch (RefusedException e) {
      thrown = e.getCause(); // it was told before
    }

    assertInstanceOf(WorkerStartException.class, thrown);
    assertTrue(thrown.getMessage().contains("no model at hand"), thrown.getMessage());
    assertEquals(IllegalStateException.class, assertNotNull2(thrown.getCause()).getClass());
    ExecutionException ready = assertThrows(ExecutionException.class, pool::awaitReady);
    assertInstanceOf(WorkerStartException.class, ready.getCause());
    RefusedException refused = assertThrows(RefusedException.class, () -> pool.submit(() -> 1));
    assertTrue(refused.getMessage().contains("no model at hand"), refused.getMessage());
    assertEquals(2, gate.arrivals().size(), "each worker tried once");
    pool.close();
  }

  private static Throwable assertNotNull2(Throwable cause) {
    assertNotNull(cause);
    return cause;
  }

  @Test
  void finalizerRunsWhenThePoolIsClosed() {
    Gate gate = gate();
    Pool pool = open(2, options -> options.withFinalizer(() -> gate.arrive("fin")));
    assertEquals(1, pool.submit(() -> 1).join());
    until(() -> pool.workers().stream().allMatch(w -> w.state() == WorkerStatus.State.IDLE));

    pool.close();

    assertEquals(List.of("fin", "fin"), gate.arrivals());
  }

  @Test
  void finalizerRunsWhenAWorkerIsReplaced() {
    Gate gate = gate();
    Pool pool =
        open(1, options -> options.withRecycleTasks(1).withFinalizer(() -> gate.arrive("fin")));

    assertEquals(1, pool.submit(() -> 1).join());
    assertEquals(2, pool.submit(() -> 2).join());

    assertTrue(!gate.arrivals().isEmpty(), "the first has left before the second came");
  }

  @Test
  void finalizerThatThrowsHarmsNothing() throws Exception {
    Pool pool =
        open(
            2,
            options ->
                options.withFinalizer(() -> {
                  throw new IllegalStateException("last words");
                }));
    assertEquals(1, pool.submit(() -> 1).join());

    pool.shutdown();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Test
  void finalizerThatHangsIsEnded() throws Exception {
    Gate gate = gate();
    Pool pool =
        open(
            1,
            options ->
                options
                    .withFinalizerLimit(Duration.ofMillis(300))
                    .withFinalizer(() -> gate.passStubbornly("fin")));
    assertEquals(1, pool.submit(() -> 1).join());

    pool.shutdown();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertEquals(List.of("fin"), gate.arrivals());
  }

  @Test
  void stateIsKeptFromOneTaskToTheNext() {
    Pool pool = open(1);

    assertEquals(1, pool.submit(WorkersTest::count).join());
    assertEquals(2, pool.submit(WorkersTest::count).join());
    assertEquals(List.of(3, 4), pool.map(_ -> count(), List.of("a", "b")));
  }

  @Test
  void stateIsGoneWithItsWorker() {
    Pool pool = open(1, options -> options.withRecycleTasks(2));

    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      counts.add(pool.submit(WorkersTest::count).join());
    }

    assertEquals(List.of(1, 2, 1, 2), counts);
  }

  @Test
  void taskKnowsWhoItIs() {
    Pool pool = open(2);
    PoolFuture<List<Object>> task =
        pool.submit(() -> {
          WorkContext context = WorkContext.current();
          return List.of(context.task(), context.worker(), context.generation(), context.attempt());
        });

    List<Object> told = task.join();

    assertEquals(task.id(), told.get(0));
    assertTrue(task.worker().startsWith("worker-" + told.get(1) + "#" + told.get(2)));
    assertEquals(1, told.get(3));
    assertThrows(IllegalStateException.class, WorkContext::current);
  }

  @Test
  void workerNumbersAreFromOneUp() {
    Pool pool = open(3);
    Gate gate = gate();
    List<PoolFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(
          pool.submit(() -> {
            gate.pass("came");
            return WorkContext.current().worker();
          }));
    }
    gate.awaitArrivals(3);

    List<WorkerStatus> status = pool.workers();

    assertEquals(List.of(1, 2, 3), status.stream().map(WorkerStatus::number).toList());
    for (WorkerStatus worker : status) {
      assertEquals(WorkerStatus.State.BUSY, worker.state());
      assertEquals(1, worker.held());
      assertEquals(home.kills(), worker.pid() > 0);
    }
    gate.open();
    Set<Integer> numbers = new TreeSet<>();
    futures.forEach(future -> numbers.add(future.join()));
    assertEquals(Set.of(1, 2, 3), numbers);
    until(() -> pool.workers().stream().allMatch(w -> w.state() == WorkerStatus.State.IDLE));
    assertEquals(3, pool.workers().stream().mapToLong(WorkerStatus::done).sum());
  }

  @Test
  void contextOfATaskIsOfNoThreadThatItStarts() {
    Pool pool = open(1);

    String said =
        pool.submit(
                () -> {
                  StringBuilder text = new StringBuilder();
                  Thread other =
                      new Thread(() -> {
                        try {
                          var _ = WorkContext.current();
                        } catch (IllegalStateException e) {
                          text.append(e.getMessage());
                        }
                      });
                  other.start();
                  other.join();
                  return text.toString();
                })
            .join();

    assertTrue(said.contains("hand it on"), said);
  }

  @Test
  void sparesRunNoUserCodeBeforeTheyAreNeeded() {
    Gate gate = gate();
    UnaryOperator<PoolOptions> spared =
        options -> options.withSpares(1).withInitializer(() -> gate.arrive("init"));
    if (!home.kills()) {
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, () -> open(1, spared));
      assertTrue(refused.getMessage().contains("spares"), refused.getMessage());
      return;
    }
    Pool pool = open(1, spared);
    assertEquals(1, pool.submit(() -> 1).join());
    Gate stuck = gate();
    PoolFuture<String> spins = pool.submit(() -> stuck.spin("spins"));
    stuck.awaitArrivals(1);
    assertEquals(1, gate.arrivals().size());

    spins.cancel(true);

    assertEquals(2, pool.submit(() -> 2).join());
    assertEquals(2, gate.arrivals().size());
  }

  @Test
  void awaitReadyReturnsWhenATaskCanRun() throws Exception {
    Pool pool = open(1);

    pool.awaitReady();

    assertEquals(WorkerStatus.State.IDLE, pool.workers().getFirst().state());
  }
}
