package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Children that come and go while their supervisor runs, as workers of a pool do. */
@Timeout(30)
class HiredTest {
  private final ChildSpec child = Theatre.child("a").with(Backoff.NONE);
  private final List<Ends.End> ends = new ArrayList<>();
  private Optional<Duration> again = Optional.of(Duration.ZERO);
  private final Theatre theatre =
      new Theatre(
              SupervisorSpec.of("pool"),
              end -> {
                ends.add(end);
                return again;
              })
          .start();

  @Test
  void dismissedAndHiredAgain() {
    hire();
    assertEquals(ChildStatus.State.UP, theatre.status("a").state());

    theatre.get(theatre.supervisor.dismiss("a", "it was idle"));
    assertEquals(ChildStatus.State.STOPPED, theatre.status("a").state());
    assertTrue(theatre.status("a").last().orElseThrow().sentence().contains("it was idle"));
    hire();

    assertEquals(2, theatre.status("a").id().generation());
    assertEquals(ChildStatus.State.UP, theatre.status("a").state());
  }

  @Test
  void hiredAgainWhileItStops() {
    hire();
    theatre.spawner.endOnTerm = false;
    FakeSpawner.FakeWorker first = theatre.spawner.of("a");
    theatre.get(theatre.supervisor.dismiss("a", "it was idle"));

    hire();
    assertEquals(1, theatre.spawner.living().size(), "two at once");
    first.end(143);
    theatre.loop.settle();

    assertEquals(2, theatre.status("a").id().generation());
    assertEquals(ChildStatus.State.UP, theatre.status("a").state());
  }

  @Test
  void endedBySigterm() {
    hire();
    FakeSpawner.FakeWorker first = theatre.spawner.of("a");

    assertTrue(end(true));

    assertEquals(List.of(Rung.TERMINATE), first.rungs);
    Verdict verdict = ends.getLast().verdict();
    assertEquals(Verdict.Cause.OVERDUE, verdict.cause());
    assertEquals("terminate", verdict.numbers().get("last step of the stop"));
    assertEquals("it ran too long, so it was ended by SIGTERM", verdict.sentence());
    assertEquals(2, theatre.status("a").id().generation());
    assertEquals(List.of(), warnings(), "somebody asked for it");
  }

  @Test
  void endedBySigkillAsItsHookHangs() {
    hire();
    theatre.spawner.endOnTerm = false;
    FakeSpawner.FakeWorker first = theatre.spawner.of("a");

    assertTrue(end(false));
    assertFalse(first.ended);
    theatre.advance(Duration.ofMillis(299));
    assertFalse(first.ended);
    theatre.advance(Duration.ofMillis(2));

    assertEquals(List.of(Rung.TERMINATE, Rung.KILL), first.rungs);
    assertEquals("kill", ends.getLast().verdict().numbers().get("last step of the stop"));
    assertEquals(2, warnings().size(), "the kill and the end");
  }

  private boolean end(boolean asked) {
    return theatre.get(
        theatre.supervisor.end(
            "a", 1, Verdict.Cause.OVERDUE, "it ran too long", Duration.ofMillis(300), asked));
  }

  /** Of what is told of the process itself; that it is started again is another matter. */
  private List<Event> warnings() {
    return theatre.events.stream()
        .filter(Event.OfChild.class::isInstance)
        .filter(event -> event.weight().compareTo(Event.Weight.WARNING) >= 0)
        .toList();
  }

  @Test
  void hiredTwice() {
    hire();
    hire();

    assertEquals(1, theatre.get(theatre.supervisor.children()).size());
    assertEquals(1, theatre.status("a").id().generation());
  }

  @Test
  void earlierLifeIsToBeKilled() {
    hire();
    theatre.end("a", 1);

    assertFalse(theatre.get(theatre.supervisor.kill("a", 1, Verdict.Cause.STALL, "it is stuck")));
    assertEquals(2, theatre.status("a").id().generation());
    assertTrue(theatre.get(theatre.supervisor.kill("a", 2, Verdict.Cause.STALL, "it is stuck")));

    assertEquals(3, theatre.status("a").id().generation());
    assertEquals(Verdict.Cause.STALL, ends.getLast().verdict().cause());
    assertEquals("it is stuck, so it was killed", ends.getLast().verdict().sentence());
  }

  @Test
  void killedWhileItStops() {
    hire();
    theatre.spawner.endOnTerm = false;
    FakeSpawner.FakeWorker first = theatre.spawner.of("a");
    theatre.get(theatre.supervisor.dismiss("a", "it was idle"));

    theatre.get(theatre.supervisor.kill("a", 1, Verdict.Cause.STALL, "it is stuck"));

    assertEquals(List.of(Rung.TERMINATE, Rung.KILL), first.rungs);
    assertEquals(Verdict.Cause.STOPPED, ends.getLast().verdict().cause());
  }

  @Test
  void ownerGivesUp() {
    hire();
    theatre.end("a", 1);
    again = Optional.empty();

    theatre.end("a", 1);

    assertEquals(ChildStatus.State.ENDED, theatre.status("a").state());
    assertEquals(2, ends.size());
    assertEquals(1, ends.getLast().restarts());
    assertTrue(ends.getLast().ready());
  }

  @Test
  void ownerIsPatient() {
    hire();
    again = Optional.of(Duration.ofMillis(200));

    theatre.end("a", 1);
    theatre.advance(Duration.ofMillis(199));
    assertEquals(ChildStatus.State.BACKING_OFF, theatre.status("a").state());
    theatre.advance(Duration.ofMillis(1));

    assertEquals(ChildStatus.State.UP, theatre.status("a").state());
  }

  @Test
  void failsForGoodBehindMain() {
    theatre.spawner.comeUp = false;
    hire();
    FakeSpawner.FakeWorker worker = theatre.spawner.of("a");
    worker.tell(new Report.Spawned(7, 1));
    worker.tell(new Report.Hello());
    worker.tell(new Report.MainReached(true));

    worker.tell(new Report.Failed(Stage.READY, "its initializer threw", true));
    worker.end(1);
    theatre.loop.settle();

    assertTrue(ends.getFirst().hopeless());
    assertFalse(ends.getFirst().ready());
    assertEquals("its initializer threw", ends.getFirst().verdict().sentence());
  }

  @Test
  void renewalTakesASpare() {
    theatre.get(theatre.supervisor.hire(child.withSpares(1)));
    theatre.loop.settle();
    long spare = theatre.spawner.all.getLast().pid;

    theatre.get(theatre.supervisor.renew("a", "it had its tasks"));
    theatre.loop.settle();

    assertEquals(spare, theatre.status("a").id().pid());
    assertTrue(theatre.told(Event.RestartPlanned.class).isEmpty(), "it counts as a crash");
  }

  private void hire() {
    theatre.get(theatre.supervisor.hire(child));
    theatre.loop.settle();
  }
}
