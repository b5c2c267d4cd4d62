package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.ChildStatus.State;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nested supervisors, dependencies, auto-shutdown and hopeless starts. */
class TreeTest {
  @Test
  void anInnerSupervisorStopsInItsTurn() {
    var inner = SupervisorSpec.of("inner", Theatre.child("x"), Theatre.child("y"));
    var theatre =
        new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), inner, Theatre.child("z")))
            .start();
    assertEquals(List.of("a", "x", "y", "z"), theatre.order(Event.Spawned.class));

    theatre.stop();

    assertEquals(List.of("z", "y", "x", "a"), theatre.order(Event.Ended.class));
    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
  }

  @Test
  void aChildStartsAfterThoseThatItNeedsAreReady() {
    var theatre =
        new Theatre(
            SupervisorSpec.of("sup", Theatre.child("web").after("db"), Theatre.child("db")));
    theatre.spawner.comeUp = false;
    theatre.start();
    assertFalse(theatre.spawner.alive("web"));
    assertEquals("waits for db", theatre.status("web").note());

    theatre.spawner.of("db").comeUp();
    theatre.loop.settle();

    assertTrue(theatre.spawner.alive("web"));
  }

  @Test
  void aNeededChildThatEndedWellCounts() {
    var theatre =
        new Theatre(
            SupervisorSpec.of(
                "sup",
                Theatre.child("migrate").with(Restart.TRANSIENT),
                Theatre.child("web").after("migrate")));
    theatre.spawner.comeUp = false;
    theatre.start();
    theatre.spawner.of("migrate").tell(new Report.Spawned(1, 1));
    theatre.spawner.of("migrate").tell(new Report.Hello());

    theatre.end("migrate", 0);

    assertTrue(theatre.spawner.alive("web"));
  }

  @Test
  void siblingsMayNeedAnInnerSupervisor() {
    var inner = SupervisorSpec.of("inner", Theatre.child("x"));
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a").after("inner"), inner));
    theatre.spawner.comeUp = false;
    theatre.start();
    assertFalse(theatre.spawner.alive("a"));

    theatre.spawner.of("x").comeUp();
    theatre.loop.settle();

    assertTrue(theatre.spawner.alive("a"));
  }

  private static Theatre significant(AutoShutdown rule) {
    return new Theatre(
            SupervisorSpec.of(
                    "sup",
                    Theatre.child("a").with(Restart.TRANSIENT).withSignificant(true),
                    Theatre.child("b").with(Restart.TRANSIENT).withSignificant(true),
                    Theatre.child("c"))
                .with(rule))
        .start();
  }

  @Test
  void neverShutsDownForASignificantChild() {
    var theatre = significant(AutoShutdown.NEVER);

    theatre.end("a", 0);
    theatre.end("b", 0);

    assertNull(theatre.outcome());
  }

  @Test
  void anyShutsDownWithTheFirst() {
    var theatre = significant(AutoShutdown.ANY);

    theatre.end("a", 1);
    assertNull(theatre.outcome());
    theatre.end("a", 0);

    assertEquals(Outcome.Kind.AUTO_SHUTDOWN, theatre.outcome().kind());
    assertTrue(theatre.spawner.living().isEmpty());
  }

  @Test
  void allShutsDownWithTheLast() {
    var theatre = significant(AutoShutdown.ALL);

    theatre.end("a", 0);
    assertNull(theatre.outcome());
    theatre.end("b", 0);

    assertEquals(Outcome.Kind.AUTO_SHUTDOWN, theatre.outcome().kind());
  }

  @Test
  void aChildThatCanNeverStartIsToldOnceAndNotTriedAgain() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b")));
    theatre.spawner.comeUp = false;
    theatre.start();
    theatre.spawner.of("a").tell(new Report.Spawned(1, 1));
    theatre
        .spawner
        .of("a")
        .tell(new Report.Failed(Stage.LAYER, "module a requires java.sql", true));

    theatre.end("a", 1);
    theatre.advance(Duration.ofMinutes(10));

    assertEquals(State.ENDED, theatre.status("a").state());
    assertEquals(1, theatre.status("a").id().generation());
    assertTrue(
        theatre.told(Event.Notice.class).stream()
            .anyMatch(notice -> notice.weight() == Event.Weight.ALARM));
  }

  @Test
  void aStartThatMayWorkInAMomentIsTriedAgain() {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a")));
    theatre.spawner.comeUp = false;
    theatre.start();
    theatre.spawner.of("a").tell(new Report.Failed(Stage.SPAWN, "too many open files", false));
    theatre.spawner.comeUp = true;

    theatre.spawner.of("a").end(new Exit.NotSpawned());
    theatre.loop.settle();

    assertEquals(State.UP, theatre.status("a").state());
  }
}
