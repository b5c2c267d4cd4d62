package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Verdict.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each step of the ladder, and the clocks of heartbeat and progress. */
class LadderTest extends ClockScene {
  // Progress.

  @Test
  void stalledProgramIsDumpedAndKilled() {
    program();
    work(5, 1);
    work(18, 0);
    assertEquals(List.of(), steps());

    work(5, 0);

    assertEquals(Cause.STALL, only().cause());
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.RESTART), steps());
    assertEquals(1, a.dumped);
  }

  @Test
  void stalledAndDeadlocked() {
    program();
    work(5, 1);
    a.dump = DEADLOCK;

    work(24, 0);

    assertEquals(Cause.DEADLOCK, only().cause());
    assertTrue(only().sentence().contains("no progress for"), only().sentence());
  }

  @Test
  void stalledTaskIsAskedFirst() {
    open(Theatre.child("a"), true);
    work(5, 1);
    work(23, 0);
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.DRAIN), steps());
    assertEquals(List.of(Rung.ASK), a.rungs);

    a.end(0);
    theatre.loop.settle();

    assertEquals(Cause.STALL, only().cause());
    assertTrue(only().sentence().contains("asked to return, and ended"), only().sentence());
    assertTrue(theatre.spawner.alive("a"));
  }

  @Test
  void stalledTaskThatDoesNotReturnIsKilled() {
    open(Theatre.child("a"), true);
    work(5, 1);

    work(30, 0);

    assertEquals(Cause.STALL, only().cause());
    assertEquals(List.of(Rung.ASK, Rung.KILL), a.rungs);
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.DRAIN, Step.RESTART), steps());
  }

  @Test
  void stalledWorkerGivesItsItemsBackAndGetsTime() {
    worker();
    work(5, 1);
    work(23, 0);
    assertEquals(1, a.drained.size());
    assertEquals(List.of(), a.rungs);
    assertFalse(a.ended);

    work(5, 0);

    assertEquals(Cause.STALL, only().cause());
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.DRAIN, Step.RESTART), steps());
  }

  @Test
  void workerThatGoesOnWhileItIsDrainedIsLeftAlone() {
    worker();
    work(5, 1);
    work(24, 0);

    work(60, 1);

    assertFalse(a.ended);
    assertEquals(1, theatre.told(Event.Recovered.class).size());
  }

  @Test
  void eachStepTellsItsNumbers() {
    program();
    work(5, 1);
    theatre.loop.pause(Duration.ofSeconds(7));
    work(24, 0);

    Event.Unhealthy told = theatre.told(Event.Unhealthy.class).getFirst();
    assertEquals("progress", told.clock());
    assertEquals(Duration.ofSeconds(20), told.limit());
    assertTrue(told.silent().compareTo(Duration.ofSeconds(20)) > 0, told.toString());
    assertTrue(told.silent().compareTo(Duration.ofSeconds(21)) < 0, told.toString());
    assertTrue(told.clipped().compareTo(Duration.ofSeconds(6)) > 0, told.toString());
    assertTrue(told.sentence().contains("our own pause of"), told.sentence());
  }

  @Test
  void dumpThatDoesNotComeHoldsTheLadderUpForItsLimitOnly() {
    program();
    work(5, 1);
    a.dumps = false;

    work(40, 0);

    assertEquals(Cause.STALL, only().cause());
  }

  // Frozen.

  @Test
  void frozenIsKilledWithoutADump() {
    program();
    work(5, 0);
    a.beats = false;
    a.look = new Worker.Look('T', SECOND);

    theatre.advance(Duration.ofSeconds(12));

    assertEquals(Cause.HANG, only().cause());
    assertEquals(List.of(Step.OBSERVE, Step.RESTART), steps());
    assertEquals(0, a.dumped);
  }

  @Test
  void silentForLessIsWell() {
    program();
    work(5, 0);
    a.beats = false;
    a.look = new Worker.Look('T', SECOND);
    theatre.advance(Duration.ofSeconds(9));

    a.beats = true;
    work(60, 0);

    assertEquals(List.of(), theatre.told(Event.Unhealthy.class));
  }

  @Test
  void stopComesBeforeHealth() {
    open(Theatre.child("a"), true);
    work(5, 1);
    work(23, 0);

    theatre.stop();
    a.end(Exit.of(0));
    theatre.loop.settle();

    assertEquals(Cause.STALL, only().cause());
    assertFalse(theatre.spawner.alive("a"));
  }
}
