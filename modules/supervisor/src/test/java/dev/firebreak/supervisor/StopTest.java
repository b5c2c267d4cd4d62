package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildStatus.State;
import dev.firebreak.api.Event;
import dev.firebreak.api.Rung;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StopTest {
  private static Theatre abc() {
    return new Theatre(
            SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b"), Theatre.child("c")))
        .start();
  }

  @Test
  void stopsInReverseOrderOneAtATime() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;

    theatre.stop();
    assertEquals(List.of("c"), theatre.order(Event.StopStep.class));
    theatre.end("c", 143);
    assertEquals(List.of("c", "b"), theatre.order(Event.StopStep.class));
    theatre.end("b", 143);
    theatre.end("a", 143);

    assertEquals(List.of("c", "b", "a"), theatre.order(Event.Ended.class));
    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    assertTrue(theatre.told(Event.Ended.class).stream().allMatch(Event.Ended::expected));
  }

  @Test
  void termThatWentToAllIsNoCrash() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;

    theatre.stop();
    theatre.end("a", 143); // its turn comes last
    theatre.end("b", 137);
    theatre.end("c", 143);

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    var ends = theatre.told(Event.Ended.class);
    assertEquals(
        List.of(Verdict.Cause.STOPPED, Verdict.Cause.KILLED, Verdict.Cause.STOPPED),
        ends.stream().map(end -> end.verdict().cause()).toList());
    assertTrue(ends.getFirst().expected());
    assertTrue(ends.getFirst().sentence().contains("SIGTERM came before ours"));
  }

  @Test
  void duringBackOffNothingIsStartedAgain() {
    var theatre = abc();
    theatre.end("b", 1);
    theatre.end("b", 1);
    assertEquals(State.BACKING_OFF, theatre.status("b").state());

    theatre.stop();
    theatre.advance(Duration.ofMinutes(10));

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    assertTrue(theatre.spawner.living().isEmpty());
    assertEquals(State.STOPPED, theatre.status("b").state());
    assertEquals(0, theatre.loop.timers());
  }

  @Test
  void duringStartEndsWhatIsComingUp() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b")));
    theatre.spawner.comeUp = false;
    theatre.start();

    theatre.stop();

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    assertTrue(theatre.spawner.living().isEmpty());
  }

  @Test
  void duringTheWaitForASiblingNothingStarts() {
    var theatre =
        new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b").after("a")));
    theatre.spawner.comeUp = false;
    theatre.start();
    assertEquals(State.WAITING, theatre.status("b").state());

    theatre.stop();
    theatre.advance(Duration.ofMinutes(1));

    assertEquals(1, theatre.spawner.all.size());
    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
  }

  @Test
  void twelveChildrenThatDieDuringTheStopAreNotStartedAgain() {
    var children = IntStream.range(0, 12).mapToObj(i -> Theatre.child("c" + i)).toList();
    var theatre = new Theatre(SupervisorSpec.of("sup", children)).start();
    theatre.spawner.endOnTerm = false;
    theatre.stop();

    for (int i = 0; i < 12; i++) {
      theatre.end("c" + i, i % 2 == 0 ? 137 : 1);
    }

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    assertEquals(12, theatre.spawner.all.size());
    assertTrue(theatre.told(Event.RestartPlanned.class).isEmpty());
  }

  @Test
  void theLadderGoesFromTermToKillAndSaysWhichRungWorked() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;
    var c = theatre.spawner.of("c");

    theatre.stop();
    theatre.advance(Duration.ofSeconds(11));

    assertEquals(List.of(Rung.TERMINATE, Rung.KILL), c.rungs);
    Verdict verdict = theatre.told(Event.Ended.class).getFirst().verdict();
    assertEquals(Verdict.Cause.STOPPED, verdict.cause());
    assertTrue(verdict.sentence().endsWith("it had to be killed"), verdict.sentence());
  }

  @Test
  void aTaskIsAskedAndInterruptedFirst() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a")));
    theatre.spawner.comeUp = false;
    theatre.spawner.endOnTerm = false;
    theatre.start();
    var a = theatre.spawner.of("a");
    a.tell(new Report.Spawned(1, 1));
    a.tell(new Report.Hello());
    a.tell(new Report.MainReached(true));
    a.tell(new Report.Ready());

    theatre.stop();
    theatre.advance(Duration.ofSeconds(30));

    assertEquals(List.of(Rung.ASK, Rung.INTERRUPT, Rung.TERMINATE, Rung.KILL), a.rungs);
  }

  @Test
  void killAllEndsAllAtOnceEvenDuringAStop() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;
    theatre.stop();
    assertNull(theatre.outcome());

    var _ = theatre.supervisor.killAll("a second Ctrl-C");

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
    assertTrue(theatre.spawner.living().isEmpty());
  }

  @Test
  void aChildThatAPersonStoppedStaysDownUntilItIsRestarted() {
    var theatre = abc();

    theatre.get(theatre.supervisor.stopChild("sup/b"));
    theatre.advance(Duration.ofMinutes(1));
    assertFalse(theatre.spawner.alive("b"));
    assertEquals(State.STOPPED, theatre.status("b").state());
    theatre.get(theatre.supervisor.restartChild("b"));

    assertEquals(State.UP, theatre.status("b").state());
    assertEquals(2, theatre.status("b").id().generation());
  }

  @Test
  void stoppingAChildThatBacksOffBeatsItsRestart() {
    var theatre = abc();
    theatre.end("b", 1);
    theatre.end("b", 1);

    theatre.get(theatre.supervisor.stopChild("b"));
    theatre.advance(Duration.ofMinutes(1));

    assertFalse(theatre.spawner.alive("b"));
  }

  @Test
  void termFromOutsideJustBeforeAStopIsNoCrash() {
    var theatre = abc();

    theatre.end("a", 143);
    theatre.advance(Duration.ofMillis(20));
    theatre.stop();
    theatre.advance(Duration.ofSeconds(1));

    assertEquals(3, theatre.spawner.all.size());
    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
  }

  @Test
  void anUnknownChildIsRefusedWithThoseThatThereAre() {
    var theatre = abc();

    var answer = theatre.supervisor.stopChild("nope");
    theatre.loop.settle();

    assertEquals("no child nope in sup; there are: a, b, c", answer.exceptionNow().getMessage());
  }
}
