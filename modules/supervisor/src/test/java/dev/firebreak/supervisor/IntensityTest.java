package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.Event;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntensityTest {
  private static final Intensity TWO_IN_TEN = new Intensity(2, Duration.ofSeconds(10));

  private static SupervisorSpec spec(String name, String... children) {
    return SupervisorSpec.of(
            name,
            List.of(children).stream()
                .map(child -> Theatre.child(child).with(Backoff.NONE))
                .toList())
        .with(TWO_IN_TEN);
  }

  @Test
  void moreRestartsThanItMayWithinThePeriodGivesUp() {
    var theatre = new Theatre(spec("sup", "a", "b", "c")).start();

    theatre.end("b", 1);
    theatre.end("b", 1);
    assertNull(theatre.outcome());
    theatre.forget();
    theatre.end("b", 1);

    assertEquals(Outcome.Kind.GAVE_UP, theatre.outcome().kind());
    assertTrue(theatre.outcome().sentence().orElseThrow().contains("sup gave up after 2 restarts"));
    assertEquals(1, theatre.told(Event.GaveUp.class).size());
    assertEquals(List.of("b", "c", "a"), theatre.order(Event.Ended.class));
    assertTrue(theatre.spawner.living().isEmpty());
  }

  @Test
  void crashesFurtherApartThanThePeriodNeverAddUp() {
    var theatre = new Theatre(spec("sup", "a")).start();

    for (int i = 0; i < 50; i++) {
      theatre.end("a", 1);
      theatre.advance(Duration.ofSeconds(5).plusMillis(1));
    }

    assertNull(theatre.outcome());
    assertEquals(51, theatre.status("a").id().generation());
  }

  @Test
  void restartsOfAllChildrenCountTogether() {
    var theatre = new Theatre(spec("sup", "a", "b", "c")).start();

    theatre.end("a", 1);
    theatre.end("b", 1);
    theatre.end("c", 1);

    assertNotNull(theatre.outcome());
  }

  @Test
  void restartsThatAPersonAsksForDoNotCount() {
    var theatre = new Theatre(spec("sup", "a")).start();

    for (int i = 0; i < 10; i++) {
      theatre.get(theatre.supervisor.restartChild("a"));
    }

    assertNull(theatre.outcome());
    assertEquals(11, theatre.status("a").id().generation());
    assertEquals(0, theatre.status("a").restarts());
  }

  @Test
  void theFailureGoesUpToTheSupervisorAboveWhichStartsItAgain() {
    var inner = spec("inner", "x", "y");
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), inner)).start();

    for (int i = 0; i < 3; i++) {
      theatre.end("x", 1);
    }
    theatre.advance(Duration.ofSeconds(1));

    assertNull(theatre.outcome());
    assertTrue(theatre.spawner.alive("x"));
    assertTrue(theatre.spawner.alive("y"));
    assertEquals(1, theatre.status("a").id().generation());
    assertEquals(2, theatre.status("y").id().generation());
  }

  @Test
  void aTemporarySupervisorThatGivesUpStaysDown() {
    var inner = spec("inner", "x").with(Restart.TEMPORARY);
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a"), inner)).start();

    for (int i = 0; i < 3; i++) {
      theatre.end("x", 1);
    }
    theatre.advance(Duration.ofMinutes(5));

    assertNull(theatre.outcome());
    assertTrue(theatre.spawner.alive("a"));
    assertEquals(1, theatre.spawner.living().size());
  }

  @Test
  void givingUpGoesAllTheWayUp() {
    var inner = spec("inner", "x");
    var outer = SupervisorSpec.of("sup", inner).with(new Intensity(0, Duration.ofSeconds(1)));
    var theatre = new Theatre(outer).start();

    for (int i = 0; i < 3; i++) {
      theatre.end("x", 1);
    }

    assertEquals(Outcome.Kind.GAVE_UP, theatre.outcome().kind());
  }
}
