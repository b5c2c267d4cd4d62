package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Strategy;
import dev.firebreak.api.SupervisorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static Theatre theatre(Strategy strategy) {
    var theatre =
        new Theatre(
                SupervisorSpec.of(
                        "sup",
                        Theatre.child("a"),
                        Theatre.child("b"),
                        Theatre.child("c"),
                        Theatre.child("d"))
                    .with(strategy))
            .start();
    theatre.forget();
    return theatre;
  }

  @Test
  void oneForOneStartsOnlyTheOneThatEnded() {
    var theatre = theatre(Strategy.ONE_FOR_ONE);

    theatre.end("b", 1);

    assertEquals(List.of("b"), theatre.order(Event.Ended.class));
    assertEquals(List.of("b"), theatre.order(Event.Spawned.class));
  }

  @Test
  void oneForAllStopsTheOthersInReverseOrderAndStartsAllInOrder() {
    var theatre = theatre(Strategy.ONE_FOR_ALL);

    theatre.end("b", 1);

    assertEquals(List.of("b", "d", "c", "a"), theatre.order(Event.Ended.class));
    assertEquals(List.of("a", "b", "c", "d"), theatre.order(Event.Spawned.class));
    assertEquals(1, theatre.told(Event.RestartPlanned.class).size());
  }

  @Test
  void restForOneStopsAndStartsThoseBehind() {
    var theatre = theatre(Strategy.REST_FOR_ONE);

    theatre.end("b", 1);

    assertEquals(List.of("b", "d", "c"), theatre.order(Event.Ended.class));
    assertEquals(List.of("b", "c", "d"), theatre.order(Event.Spawned.class));
    assertEquals(1, theatre.status("a").id().generation());
  }

  @Test
  void noneStartsBeforeAllThatStopTogetherHaveEnded() {
    var theatre = theatre(Strategy.ONE_FOR_ALL);
    theatre.spawner.endOnTerm = false;

    theatre.end("b", 1);
    theatre.end("d", 143);
    theatre.end("c", 143);
    assertTrue(theatre.order(Event.Spawned.class).isEmpty());
    theatre.end("a", 143);

    assertEquals(List.of("a", "b", "c", "d"), theatre.order(Event.Spawned.class));
  }

  @Test
  void restForOneExtendsWhenAnEarlierChildEndsMeanwhile() {
    var theatre = theatre(Strategy.REST_FOR_ONE);
    theatre.spawner.endOnTerm = false;

    theatre.end("c", 1);
    theatre.end("a", 1);
    theatre.end("d", 143);
    theatre.end("b", 143);
    theatre.advance(java.time.Duration.ofSeconds(1));

    assertEquals(List.of("a", "b", "c", "d"), theatre.order(Event.Spawned.class));
    assertEquals(4, theatre.spawner.living().size());
  }

  @Test
  void aTemporarySiblingIsStoppedAndStaysDown() {
    var theatre =
        new Theatre(
                SupervisorSpec.of(
                        "sup", Theatre.child("a"), Theatre.child("b").with(Restart.TEMPORARY))
                    .with(Strategy.ONE_FOR_ALL))
            .start();

    theatre.end("a", 1);

    assertTrue(theatre.spawner.alive("a"));
    assertFalse(theatre.spawner.alive("b"));
  }

  @Test
  void restForOneStartsEachBehindTheReadinessOfTheOneBefore() {
    var theatre =
        new Theatre(
            SupervisorSpec.of("sup", Theatre.child("a"), Theatre.child("b"))
                .with(Strategy.REST_FOR_ONE));
    theatre.spawner.comeUp = false;
    theatre.start();

    assertEquals(1, theatre.spawner.all.size());
    theatre.spawner.of("a").comeUp();
    theatre.loop.settle();

    assertEquals(2, theatre.spawner.all.size());
  }
}
