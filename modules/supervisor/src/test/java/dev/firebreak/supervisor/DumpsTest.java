package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Rung;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a thread dump before a kill adds, and that the kill never waits for it for long. */
class DumpsTest {
  private static final Duration LIMIT = Limits.DEFAULT.health().dump();
  private static final Dump DEADLOCK =
      new Dump(
          "taken",
          List.of(
              new Dump.Waiting("left", "shop.Till", "right"),
              new Dump.Waiting("right", "shop.Shelf", "left")));

  private final Theatre theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a"))).start();
  private final FakeSpawner.FakeWorker a = theatre.spawner.of("a");

  private void overdue() {
    var _ = theatre.supervisor.kill("a", 1, Verdict.Cause.OVERDUE, "its task ran for 2 s");
    theatre.loop.settle();
  }

  private Verdict only() {
    var ends = theatre.told(Event.Ended.class);
    assertEquals(1, ends.size(), () -> "ends: " + ends);
    return ends.getFirst().verdict();
  }

  @Test
  void overdueAndDeadlocked() {
    a.dump = DEADLOCK;

    overdue();

    assertEquals(Verdict.Cause.DEADLOCK, only().cause());
    assertEquals(
        "2 of its threads wait for each other for ever: \"left\" waits for a shop.Till that"
            + " \"right\" holds, \"right\" waits for a shop.Shelf that \"left\" holds (its task ran"
            + " for 2 s), so it was killed",
        only().sentence());
    assertEquals("2", only().numbers().get("threads in deadlock"));
    assertEquals("waits for shop.Till of right", only().numbers().get("thread left"));
  }

  @Test
  void overdueAndNotDeadlocked() {
    overdue();

    assertEquals(Verdict.Cause.OVERDUE, only().cause());
    assertEquals("taken", only().numbers().get("thread dump"));
  }

  @Test
  void dumpThatNeverComesHoldsNoKillUp() {
    a.dumps = false;
    overdue();
    theatre.advance(LIMIT);
    assertFalse(a.ended);

    theatre.advance(LIMIT.plusSeconds(1));

    assertEquals(Verdict.Cause.OVERDUE, only().cause());
  }

  @Test
  void stoppedIsNotAsked() {
    a.look = new Worker.Look('T', Duration.ZERO);

    overdue();

    assertEquals(0, a.dumped);
    assertEquals(Verdict.Cause.HANG, only().cause());
    assertTrue(only().sentence().contains("stopped by a signal"), only().sentence());
  }

  @Test
  void startingJvmWouldEndOfIt() {
    var cold = new Theatre(SupervisorSpec.of("sup", Theatre.child("a")));
    cold.spawner.comeUp = false;
    cold.start();
    var b = cold.spawner.of("a");
    b.tell(new Report.Spawned(1, 1));
    cold.loop.settle();

    var _ = cold.supervisor.kill("a", 1, Verdict.Cause.OVERDUE, "its task ran for 2 s");
    cold.loop.settle();

    assertEquals(0, b.dumped);
    assertTrue(b.ended);
  }

  @Test
  void killedAtOnceWhileTheDumpIsTaken() {
    a.dumps = false;
    overdue();

    var _ = theatre.supervisor.killAll("the test asks for it");
    theatre.loop.settle();
    a.tell(new Report.Dumped(DEADLOCK));
    theatre.loop.settle();

    assertEquals(List.of(Rung.KILL), a.rungs);
  }

  @Test
  void ourOwnPauseIsNotTheDumps() {
    a.dumps = false;
    overdue();

    theatre.loop.pause(Duration.ofMinutes(1));
    theatre.advance(Duration.ofSeconds(2));
    assertFalse(a.ended);
    a.dump = DEADLOCK;
    a.tell(new Report.Dumped(DEADLOCK));
    theatre.loop.settle();

    assertEquals(Verdict.Cause.DEADLOCK, only().cause());
  }
}
