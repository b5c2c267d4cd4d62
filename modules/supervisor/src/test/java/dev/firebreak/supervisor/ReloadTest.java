package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadTest {
  private static final SupervisorSpec ABC =
      SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b"), Theatre.child("c"));

  private static final SupervisorSpec WITHOUT_B =
      SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("c"));

  private static Theatre abc() {
    return new Theatre(ABC).start();
  }

  private static List<String> names(Theatre theatre) {
    return theatre.get(theatre.supervisor.children()).stream()
        .map(ChildStatus::id)
        .map(id -> id.name() + "#" + id.generation())
        .toList();
  }

  @Test
  void onlyTheChildWhoseProcessChangesIsStartedAgain() {
    var theatre = abc();
    var heavier = Theatre.child("b").with(jvm -> jvm.withHeap(ByteSize.parse("64m")));

    theatre.get(
        theatre.supervisor.apply(
            SupervisorSpec.of("sup", Theatre.child("a"), heavier, Theatre.child("c"))));

    assertEquals(List.of("a#1", "b#2", "c#1"), names(theatre));
    assertEquals(64 << 20, theatre.spawner.of("b").spec.jvm().heap().orElseThrow().bytes());
  }

  @Test
  void aChangeOfPolicyAloneStartsNothingAgainAndCounts() {
    var theatre = abc();
    var once = Theatre.child("b").with(Restart.TEMPORARY);

    theatre.get(
        theatre.supervisor.apply(
            SupervisorSpec.of("sup", Theatre.child("a"), once, Theatre.child("c"))));
    assertEquals(List.of("a#1", "b#1", "c#1"), names(theatre));
    theatre.end("b", 1);

    assertFalse(theatre.spawner.alive("b"));
  }

  @Test
  void whatIsNoLongerThereIsStoppedAndWhatIsNewIsStarted() {
    var theatre = abc();

    theatre.get(
        theatre.supervisor.apply(
            SupervisorSpec.of("sup", Theatre.child("d"), Theatre.child("a"), Theatre.child("c"))));
    theatre.loop.settle();

    assertEquals(List.of("d#1", "a#1", "c#1"), names(theatre));
    assertFalse(theatre.spawner.alive("b"));
  }

  @Test
  void aChildThatAPersonStoppedIsNotStartedByAReload() {
    var theatre = abc();
    theatre.get(theatre.supervisor.stopChild("b"));
    var heavier = Theatre.child("b").with(jvm -> jvm.withHeap(ByteSize.parse("64m")));

    theatre.get(
        theatre.supervisor.apply(
            SupervisorSpec.of("sup", Theatre.child("a"), heavier, Theatre.child("c"))));

    assertFalse(theatre.spawner.alive("b"));
  }

  @Test
  void anInnerSupervisorIsReloadedInPlace() {
    var theatre =
        new Theatre(
                SupervisorSpec.of(
                    "sup", SupervisorSpec.of("inner", Theatre.child("x"), Theatre.child("y"))))
            .start();

    theatre.get(
        theatre.supervisor.apply(
            SupervisorSpec.of(
                "sup", SupervisorSpec.of("inner", Theatre.child("x"), Theatre.child("z")))));
    theatre.loop.settle();

    assertEquals(List.of("x#1", "z#1"), names(theatre));
  }

  @Test
  void anotherSupervisorsSpecificationIsRefused() {
    var theatre = abc();

    var answer = theatre.supervisor.apply(SupervisorSpec.of("other", Theatre.child("a")));
    theatre.loop.settle();

    assertTrue(answer.exceptionNow().getMessage().contains("named sup"));
  }

  @Test
  void aChildThatComesBackWaitsForTheProcessThatStillStops() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;
    var old = theatre.spawner.of("b");
    theatre.get(theatre.supervisor.apply(WITHOUT_B));

    theatre.get(theatre.supervisor.apply(ABC));
    assertEquals(1, theatre.spawner.all.stream().filter(w -> w.path.endsWith("/b")).count());
    old.end(143);
    theatre.loop.settle();

    assertTrue(theatre.spawner.alive("b"));
  }

  @Test
  void aProcessThatStillStopsIsNotForgottenByFurtherReloads() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;
    var old = theatre.spawner.of("b");
    theatre.get(theatre.supervisor.apply(WITHOUT_B));
    theatre.get(theatre.supervisor.apply(ABC));
    theatre.get(theatre.supervisor.apply(WITHOUT_B));
    theatre.get(theatre.supervisor.apply(ABC));

    theatre.spawner.of("a").end(143);
    theatre.stop();
    theatre.spawner.living().stream().filter(w -> w != old).toList().forEach(w -> w.end(143));
    theatre.loop.settle();
    assertNull(theatre.outcome(), "it ended before its last process");
    old.end(143);
    theatre.loop.settle();

    assertEquals(Outcome.Kind.STOPPED, theatre.outcome().kind());
  }

  @Test
  void aChildThatBecomesASupervisorStartsBehindItsOwnEnd() {
    var theatre = abc();
    theatre.spawner.endOnTerm = false;
    var old = theatre.spawner.of("b");
    var next =
        SupervisorSpec.of(
            "sup",
            Theatre.child("a"),
            SupervisorSpec.of("b", Theatre.child("x")),
            Theatre.child("c"));

    theatre.get(theatre.supervisor.apply(next));
    theatre.get(theatre.supervisor.apply(next));
    assertFalse(theatre.spawner.alive("x"));
    old.end(143);
    theatre.loop.settle();

    assertTrue(theatre.spawner.alive("x"));
  }
}
