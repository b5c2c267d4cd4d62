package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Liveness;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static Theatre one() {
    var child =
        Theatre.child("a").with(Limits.DEFAULT.withProgress(Optional.of(Duration.ofSeconds(20))));
    return new Theatre(SupervisorSpec.of("sup", child)).start();
  }

  private static Verdict only(Theatre theatre) {
    var ends = theatre.told(Event.Ended.class);
    assertEquals(1, ends.size(), () -> "ends: " + ends);
    return ends.getFirst().verdict();
  }

  @Test
  void aStoppedChildIsKilledAndReplaced() {
    var theatre = one();
    var a = theatre.spawner.of("a");
    theatre.advance(Duration.ofSeconds(1));
    a.beats = false;
    a.look = new Worker.Look('T', Duration.ofSeconds(1));

    theatre.advance(Duration.ofSeconds(12));

    assertEquals(Verdict.Cause.HANG, only(theatre).cause());
    assertTrue(only(theatre).sentence().contains("state T (stopped by a signal)"));
    assertEquals(2, theatre.status("a").id().generation());
  }

  @Test
  void aSilentChildThatUsesCpuHasUntilItCountsAsDeaf() {
    var theatre = one();
    var a = theatre.spawner.of("a");
    a.lastBeat();
    a.beats = false;
    for (int second = 0; second < 59; second++) {
      a.look = new Worker.Look('R', Duration.ofSeconds(second));
      theatre.advance(Duration.ofMillis(500));
      a.look = new Worker.Look('R', Duration.ofMillis(second * 1000 + 500));
      theatre.advance(Duration.ofMillis(500));
    }
    assertTrue(theatre.told(Event.Ended.class).isEmpty());

    a.look = new Worker.Look('R', Duration.ofSeconds(70));
    theatre.advance(Duration.ofSeconds(3));

    assertEquals(Verdict.Cause.HANG, only(theatre).cause());
  }

  @Test
  void aBeatThatComesAgainClearsTheSuspicion() {
    var theatre = one();
    var a = theatre.spawner.of("a");
    a.lastBeat();
    a.beats = false;
    a.look = new Worker.Look('R', Duration.ofSeconds(1));
    theatre.advance(Duration.ofMillis(10_600));
    assertEquals(1, theatre.told(Event.Unhealthy.class).size());

    a.beats = true;
    theatre.advance(Duration.ofSeconds(60));

    assertEquals(1, theatre.told(Event.Recovered.class).size());
    assertTrue(theatre.told(Event.Ended.class).isEmpty());
  }

  @Test
  void theSupervisorsOwnPauseIsChargedToNoChild() {
    var theatre = one();
    var a = theatre.spawner.of("a");
    theatre.advance(Duration.ofSeconds(1));
    a.lastProgress = theatre.loop.nanos();
    a.lastBeat();
    a.beats = false;
    a.look = new Worker.Look('S', Duration.ZERO);

    theatre.loop.pause(Duration.ofMinutes(5));
    theatre.advance(Duration.ofSeconds(9));

    assertEquals(1, theatre.told(Event.SelfPaused.class).size());
    assertTrue(theatre.told(Event.Ended.class).isEmpty());
    theatre.advance(Duration.ofSeconds(3));
    assertEquals(Verdict.Cause.HANG, only(theatre).cause());
  }

  @Test
  void aWallClockThatJumpsHurtsNobodyAndHidesNoCrash() {
    var theatre = one();
    theatre.advance(Duration.ofSeconds(1));

    theatre.loop.setClock(Duration.ofHours(5));
    theatre.advance(Duration.ofSeconds(5));
    theatre.loop.setClock(Duration.ofHours(-9));
    theatre.advance(Duration.ofSeconds(5));
    assertTrue(theatre.told(Event.Ended.class).isEmpty());
    assertTrue(theatre.told(Event.SelfPaused.class).isEmpty());
    theatre.end("a", 1);

    assertEquals(2, theatre.status("a").id().generation());
    assertEquals(Duration.ofSeconds(11), theatre.told(Event.Ended.class).getFirst().ran());
  }

  @Test
  void aPauseDuringAStartIsNotChargedToTheStage() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a")));
    theatre.spawner.comeUp = false;
    theatre.start();
    theatre.spawner.of("a").tell(new Report.Spawned(1, 1));
    theatre.advance(Duration.ofSeconds(10));

    theatre.loop.pause(Duration.ofSeconds(60));
    theatre.advance(Duration.ofSeconds(4));

    assertTrue(theatre.told(Event.Ended.class).isEmpty());
    theatre.advance(Duration.ofSeconds(3));
    assertEquals(
        Verdict.Cause.START_TIMEOUT, theatre.told(Event.Ended.class).getFirst().verdict().cause());
  }

  @Test
  void aTaskThatNeverReportedProgressIsNeverKilledForIt() {
    var theatre = one();

    theatre.advance(Duration.ofHours(1));

    assertTrue(theatre.told(Event.Ended.class).isEmpty());
  }

  @Test
  void progressThatStopsIsAStall() {
    var theatre = one();
    theatre.advance(Duration.ofSeconds(5));
    theatre.spawner.of("a").lastProgress = theatre.loop.nanos();

    theatre.advance(Duration.ofSeconds(19));
    assertTrue(theatre.told(Event.Ended.class).isEmpty());
    theatre.advance(Duration.ofSeconds(2));

    assertEquals(Verdict.Cause.STALL, only(theatre).cause());
  }

  @Test
  void eachStageHasItsOwnLimit() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a")));
    theatre.spawner.comeUp = false;
    theatre.start();
    var a = theatre.spawner.of("a");
    a.tell(new Report.Spawned(1, 1));
    theatre.advance(Duration.ofSeconds(14));
    a.tell(new Report.Hello());
    theatre.advance(Duration.ofSeconds(14));
    a.tell(new Report.MainReached(false));
    theatre.advance(Duration.ofSeconds(59));
    assertTrue(theatre.told(Event.Ended.class).isEmpty());

    theatre.advance(Duration.ofSeconds(2));

    Verdict verdict = theatre.told(Event.Ended.class).getFirst().verdict();
    assertEquals(Verdict.Cause.START_TIMEOUT, verdict.cause());
    assertTrue(verdict.sentence().contains("getting ready"), verdict.sentence());
  }

  @Test
  void aProbeThatFailsOftenEnoughInARowKills() {
    var question =
        new Liveness(new Readiness.Port(80), Duration.ofSeconds(1), Duration.ofSeconds(1), 2);
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a").with(question))).start();
    var a = theatre.spawner.of("a");

    a.tell(new Report.ProbeFailed(1, "port 80 refused"));
    theatre.loop.settle();
    assertTrue(theatre.told(Event.Ended.class).isEmpty());
    a.tell(new Report.ProbeFailed(2, "port 80 refused"));
    theatre.loop.settle();

    assertEquals(Verdict.Cause.PROBE_FAILED, only(theatre).cause());
    assertTrue(theatre.spawner.alive("a"));
  }

  @Test
  void aLookThatFailsIsNotTheLast() {
    var theatre = one();
    var a = theatre.spawner.of("a");
    theatre.advance(Duration.ofSeconds(1));
    a.beats = false;
    a.look = new Worker.Look('T', Duration.ofSeconds(1));
    a.lookFails = true;
    assertThrows(
        IllegalStateException.class,
        () -> theatre.advance(Duration.ofSeconds(12)),
        "the loop tells it and goes on");
    a.lookFails = false;

    theatre.advance(Duration.ofSeconds(12));

    assertEquals(Verdict.Cause.HANG, only(theatre).cause());
  }
}
