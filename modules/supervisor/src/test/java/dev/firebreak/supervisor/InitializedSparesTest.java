package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Spares that run code of their program before they are promoted. */
class InitializedSparesTest {
  private static final Limits LIMITS = Limits.DEFAULT;

  private final Theatre theatre =
      new Theatre(SupervisorSpec.of("sup", Theatre.child("a").withSpares(1)));

  private FakeSpawner.FakeWorker start() {
    theatre.spawner.initializes = true;
    theatre.start();
    return spare();
  }

  private FakeSpawner.FakeWorker spare() {
    return theatre.spawner.living().stream()
        .filter(w -> w.generation == 0)
        .findFirst()
        .orElseThrow();
  }

  private void ready(FakeSpawner.FakeWorker spare) {
    spare.tell(new Report.SpareReady());
    theatre.loop.settle();
  }

  private List<String> lost() {
    return theatre.told(Event.SpareLost.class).stream().map(Event.SpareLost::next).toList();
  }

  @Test
  void oneThatIsNotReadyTakesNoPlace() {
    var spare = start();

    theatre.end("a", 137);

    assertNotEquals(spare.pid, theatre.status("a").id().pid());
    ready(spare);
    theatre.end("a", 137);
    theatre.advance(Duration.ofSeconds(1));
    assertEquals(spare.pid, theatre.status("a").id().pid());
  }

  @Test
  void oneWhoseInitializerFailedIsToldOnceAndNoneIsKept() {
    var spare = start();

    spare.tell(new Report.Failed(Stage.READY, "its initializer failed", true));
    theatre.advance(Duration.ofHours(1));

    assertEquals(
        List.of("none is kept for it any more, as nothing would change: its initializer failed"),
        lost());
    assertEquals(1, theatre.spawner.living().size());
    theatre.end("a", 137);
    theatre.advance(Duration.ofHours(1));
    assertEquals(1, theatre.spawner.living().size(), "nor for the next life");
  }

  @Test
  void threeThatEndThemselvesAreEnough() {
    start();

    for (int i = 0; i < 3; i++) {
      spare().end(1);
      theatre.advance(Duration.ofSeconds(10));
    }

    assertEquals(3, lost().size());
    assertTrue(lost().getLast().endsWith("3 in a row ended themselves"), lost().getLast());
    assertEquals(1, theatre.spawner.living().size());
  }

  @Test
  void thoseThatOthersKillAreReplacedForEver() {
    start();

    for (int i = 0; i < 10; i++) {
      spare().end(i % 2 == 0 ? 137 : 143);
      theatre.advance(Duration.ofSeconds(10));
    }

    assertEquals(2, theatre.spawner.living().size());
  }

  @Test
  void oneThatIsReadyBeginsTheCountAnew() {
    start();

    for (int i = 0; i < 10; i++) {
      ready(spare());
      spare().end(1);
      theatre.advance(Duration.ofSeconds(10));
    }

    assertEquals(2, theatre.spawner.living().size());
  }

  @Test
  void oneThatHangsIsKilledAtTheLimit() {
    var spare = start();

    theatre.advance(LIMITS.ready().minusMillis(1));
    assertEquals(List.of(), spare.rungs);
    theatre.advance(Duration.ofMillis(1));
    assertEquals(List.of(Rung.KILL), spare.rungs);

    theatre.advance(Duration.ofHours(1));
    assertEquals(3, lost().size(), "three of these are enough, too");
    assertTrue(lost().getLast().contains("within the limit of"), lost().getLast());
  }

  @Test
  void oneThatIsReadyHasNoLimit() {
    var spare = start();
    ready(spare);

    theatre.advance(Duration.ofHours(10));

    assertEquals(List.of(), spare.rungs);
  }

  @Test
  void aStopAsksThemAndWaitsForThem() {
    var spare = start();
    ready(spare);

    theatre.stop();

    assertEquals(List.of(Rung.ASK), spare.rungs);
    assertNull(theatre.outcome(), "its finalizer runs");
    spare.end(0);
    assertNotNull(theatre.outcome());
    assertEquals(List.of(), lost());
  }

  @Test
  void oneThatDoesNotStopIsEndedByTheLadder() {
    var spare = start();
    theatre.spawner.endOnTerm = false;

    theatre.stop();
    theatre.advance(LIMITS.ask());
    theatre.advance(LIMITS.interrupt());
    assertEquals(List.of(Rung.ASK, Rung.INTERRUPT, Rung.TERMINATE), spare.rungs);
    theatre.advance(LIMITS.terminate());

    assertEquals(Rung.KILL, spare.rungs.getLast());
    theatre.loop.settle();
    assertNotNull(theatre.outcome());
  }

  @Test
  void oneThatFailsWhileItIsStoppedIsNoFailure() {
    var spare = start();

    theatre.stop();
    spare.tell(new Report.Failed(Stage.READY, "its initializer failed", true));
    theatre.loop.settle();
    assertEquals(List.of(Rung.ASK), spare.rungs, "it has its time to end");
    spare.end(1);

    assertNotNull(theatre.outcome());
    assertEquals(List.of(), lost());
  }

  @Test
  void whoIsInAHurryKillsThem() {
    var spare = start();
    theatre.stop();

    var _ = theatre.supervisor.killAll("the test is in a hurry");
    theatre.loop.settle();

    assertEquals(List.of(Rung.ASK, Rung.KILL), spare.rungs);
    assertNotNull(theatre.outcome());
  }
}
