package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spares that were asked to run the initializer before they take a worker's place. */
class InitializedSparesTest extends PoolTrial {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private Pool pool;

  private Pool spared(int workers, UnaryOperator<PoolOptions> change) {
    PoolOptions options =
        Home.OPTIONS.withWorkers(workers).withSpares(1).withInitializedSpares(true);
    pool = ProcessPool.open(change.apply(options), Options.DEFAULT.withListener(events::add));
    return pool;
  }

  @AfterEach
  void closePool() throws InterruptedException {
    pool.shutdownNow();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), "it was not closed in 30 s");
  }

  private <E extends Event> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void awaitSpares(int count) {
    until(() -> told(Event.SpareReady.class).size() >= count);
  }

  private static String me() {
    WorkContext context = WorkContext.current();
    return context.worker() + "#" + context.generation();
  }

  private static void remember(Gate gate) {
    gate.arrive(me());
    var _ = WorkContext.current().state("made by", InitializedSparesTest::me);
  }

  /** Who made the state that this finds, and who finds it. */
  private static String found() {
    return WorkContext.current().state("made by", () -> "nobody") + " " + me();
  }

  private static void kill(long pid) {
    assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
  }

  private long pid() {
    return pool.workers().getFirst().pid();
  }

  @Test
  void whoTakesTheKilledOnesPlaceDoesNotRunTheInitializerAgain() {
    Gate gate = gate();
    spared(1, options -> options.withInitializer(() -> remember(gate)));
    assertEquals("1#1 1#1", pool.submit(InitializedSparesTest::found).join());
    awaitSpares(1);
    long spare = told(Event.SpareReady.class).getFirst().pid();

    kill(pid());
    PoolFuture<String> next = pool.submit(InitializedSparesTest::found);

    assertEquals("1#0 1#2", next.join());
    assertEquals("worker-1#2 (pid %d)".formatted(spare), next.worker());
    awaitSpares(2);
    assertEquals(List.of("1#1", "1#0", "1#0"), gate.arrivals(), "two are for spares");
  }

  @Test
  void itRunsTasksAndMapsAsAnyWorker() {
    Gate gate = gate();
    spared(2, options -> options.withInitializer(() -> gate.arrive("init")));
    assertEquals(List.of(2, 4), pool.map(x -> x * 2, List.of(1, 2)));
    awaitSpares(2);

    pool.workers().forEach(worker -> kill(worker.pid()));
    List<Integer> some = java.util.stream.IntStream.range(0, 20_000).boxed().toList();

    assertEquals(some, pool.map(x -> x, some));
    assertEquals("8#".repeat(3), pool.submit(() -> "8#".repeat(3)).join());
  }

  @Test
  void killedSpareIsReplacedAndNoTaskNotices() {
    Gate gate = gate();
    spared(1, options -> options.withInitializer(() -> remember(gate)));
    awaitSpares(1);
    Gate running = gate();
    PoolFuture<String> task = occupy(pool, running);

    kill(told(Event.SpareReady.class).getFirst().pid());
    awaitSpares(2);

    running.open();
    assertEquals("busy", task.join());
    assertEquals(1, pool.workers().getFirst().generation());
    assertEquals(1, told(Event.SpareLost.class).size());
    kill(pid());
    assertEquals("1#0 1#2", pool.submit(InitializedSparesTest::found).join());
  }

  @Test
  void initializerThatFailsInASpareIsToldOnceAndTheWorkerGoesOn() {
    Gate gate = gate();
    spared(
        1,
        options ->
            options.withInitializer(() -> {
              gate.arrive(me());
              if (WorkContext.current().generation() == 0) {
                throw new IllegalStateException("no second licence");
              }
            }));
    pool.submit(() -> 1).join();

    until(() -> !told(Event.SpareLost.class).isEmpty());
    assertEquals("1", pool.submit(() -> "1").join());
    kill(pid());
    assertEquals(3, pool.submit(() -> 3).join(), "it starts as without spares");
    String why = told(Event.SpareLost.class).getFirst().next();
    assertTrue(why.startsWith("none is kept for it any more"), why);
    assertTrue(why.contains("its initializer failed"), why);
    assertEquals(List.of("1#1", "1#0", "1#2"), gate.arrivals(), "no spare is tried again");
  }

  @Test
  void spareThatHangsInItsInitializerComesToTheStartDeadline() {
    Gate gate = gate();
    spared(
        1,
        options ->
            options
                .withStartDeadline(Duration.ofSeconds(3))
                .withInitializer(() -> {
                  if (WorkContext.current().generation() == 0) {
                    var _ = gate.passStubbornly(me());
                  }
                }));
    pool.submit(() -> 1).join();
    gate.awaitArrivals(1);

    until(() -> !told(Event.SpareLost.class).isEmpty());

    assertEquals(2, pool.submit(() -> 2).join());
    assertEquals(List.of(), told(Event.SpareReady.class));
    assertEquals(1, pool.workers().getFirst().generation());
  }

  @Test
  void finalizerRunsForASpareThatWasNotNeeded() throws InterruptedException {
    Gate gate = gate();
    spared(
        1,
        options ->
            options
                .withInitializer(() -> remember(gate))
                .withFinalizer(() -> gate.arrive("closed " + found())));
    awaitSpares(1);

    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));

    assertEquals(
        List.of("1#0", "1#1", "closed 1#0 1#0", "closed 1#1 1#1"),
        gate.arrivals().stream().sorted().toList());
  }

  @Test
  void closedWhileASpareInitializesItIsTold() throws InterruptedException {
    Gate gate = gate();
    spared(
        1,
        options ->
            options.withInitializer(() -> {
              gate.arrive(me());
              WorkContext context = WorkContext.current();
              while (context.generation() == 0 && !context.cancelled()) {
                Thread.onSpinWait();
              }
              gate.arrive("left " + me());
            }));
    gate.awaitArrivals(3);

    pool.shutdown();
    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));

    assertEquals(List.of("1#1", "left 1#1", "1#0", "left 1#0"), gate.arrivals());
  }

  @Test
  void workerThatIsOldIsReplacedByOneThatIsInitialized() {
    Gate gate = gate();
    spared(
        1,
        options ->
            options.withRecycleAge(Duration.ofMillis(1500)).withInitializer(() -> remember(gate)));
    awaitSpares(1);

    until(() -> pool.workers().getFirst().generation() >= 2);

    String who = pool.submit(InitializedSparesTest::found).join();
    assertTrue(who.startsWith("1#0 "), who);
  }

  @Test
  void spareThatIsStillAtItTakesNoPlace() {
    Gate gate = gate();
    Gate spare = gate();
    spared(
        1,
        options ->
            options.withInitializer(() -> {
              gate.arrive(me());
              if (WorkContext.current().generation() == 0) {
                var _ = spare.passStubbornly(me());
              }
            }));
    pool.submit(() -> 1).join();
    spare.awaitArrivals(1);

    kill(pid());

    assertEquals("1#2", pool.submit(InitializedSparesTest::me).join());
    assertEquals(List.of("1#1", "1#0", "1#2"), gate.arrivals());
    spare.open();
    awaitSpares(1);
  }
}
