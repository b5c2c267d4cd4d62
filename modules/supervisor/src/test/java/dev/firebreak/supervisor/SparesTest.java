package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparesTest {
  private static Theatre theatre() {
    return new Theatre(SupervisorSpec.of("sup", Theatre.child("a").withSpares(1))).start();
  }

  private static FakeSpawner.FakeWorker spare(Theatre theatre) {
    return theatre.spawner.living().stream()
        .filter(w -> w.generation == 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSpareTakesThePlaceOfAChildThatEndedAndAnotherIsBooted() {
    var theatre = theatre();
    var spare = spare(theatre);
    theatre.forget();

    theatre.end("a", 137);

    assertEquals(spare.pid, theatre.status("a").id().pid());
    assertEquals(2, theatre.status("a").id().generation());
    assertTrue(theatre.told(Event.Spawned.class).getFirst().promoted());
    assertTrue(theatre.told(Event.Ready.class).getFirst().failover().isPresent());
    assertEquals(2, theatre.spawner.living().size());
    assertEquals(1, theatre.status("a").spares());
  }

  @Test
  void aSpareThatEndsCostsNoRestartAndComesBackLater() {
    var theatre = theatre();

    spare(theatre).end(137);
    theatre.loop.settle();
    assertEquals(1, theatre.spawner.living().size());
    theatre.advance(Duration.ofSeconds(61));

    assertEquals(2, theatre.spawner.living().size());
    assertEquals(0, theatre.status("a").restarts());
    assertEquals(1, theatre.told(Event.SpareLost.class).size());
  }

  @Test
  void aSpareThatDoesNotBootIsReplaced() {
    var theatre = theatre();
    theatre.spawner.comeUp = false;
    spare(theatre).end(137);
    theatre.loop.settle();
    theatre.advance(Duration.ofSeconds(61));
    var stuck = spare(theatre);
    stuck.tell(new Report.Spawned(stuck.pid, 1));

    theatre.advance(Limits.DEFAULT.jvmUp());
    assertTrue(theatre.spawner.living().contains(stuck), "its modules may take as long again");
    theatre.advance(Limits.DEFAULT.layerBuilt().plusSeconds(1));
    assertFalse(theatre.spawner.living().contains(stuck));
    theatre.advance(Duration.ofSeconds(61));

    assertEquals(2, theatre.spawner.living().size());
    String why = theatre.told(Event.SpareLost.class).getLast().next();
    assertTrue(why.startsWith("its JVM had not booted within the limit of 30000 ms; another"), why);
  }

  @Test
  void theEndOfAPromotedSpareIsTheChildsEnd() {
    var theatre = theatre();
    theatre.end("a", 137);

    theatre.end("a", 1);
    theatre.advance(Duration.ofMillis(100));

    assertEquals(3, theatre.status("a").id().generation());
    assertTrue(theatre.told(Event.SpareLost.class).isEmpty());
  }

  @Test
  void aStopEndsTheSparesToo() {
    var theatre = theatre();

    theatre.stop();

    assertTrue(theatre.spawner.living().isEmpty());
    assertEquals(List.of(), theatre.told(Event.SpareLost.class));
    theatre.advance(Duration.ofMinutes(5));
    assertTrue(theatre.spawner.living().isEmpty());
  }

  @Test
  void theChildAndItsSpareAreKilledTogether() {
    var theatre = theatre();

    spare(theatre).end(137);
    theatre.spawner.of("a").end(137);
    theatre.advance(Duration.ofSeconds(61));

    assertEquals(2, theatre.status("a").id().generation());
    assertEquals(2, theatre.spawner.living().size());
  }
}
