package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.Event;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff WAITS =
      new Backoff(Duration.ofMillis(100), 2, Duration.ofMillis(500), 0, Duration.ofSeconds(10));

  private static Theatre theatre() {
    var child = Theatre.child("a").with(WAITS);
    return new Theatre(
            SupervisorSpec.of("sup", child).with(new Intensity(100, Duration.ofSeconds(1))))
        .start();
  }

  private static List<Long> delays(Theatre theatre) {
    return theatre.told(Event.RestartPlanned.class).stream()
        .map(e -> e.delay().toMillis())
        .toList();
  }

  @Test
  void firstAtOnceThenLongerAndLongerUpToTheCap() {
    var theatre = theatre();

    for (int i = 0; i < 6; i++) {
      theatre.end("a", 1);
      theatre.advance(Duration.ofMillis(600));
    }

    assertEquals(List.of(0L, 100L, 200L, 400L, 500L, 500L), delays(theatre));
  }

  @Test
  void itIsNotStartedBeforeTheWaitIsOver() {
    var theatre = theatre();
    theatre.end("a", 1);
    theatre.end("a", 1);

    theatre.advance(Duration.ofMillis(99));
    boolean before = theatre.spawner.alive("a");
    theatre.advance(Duration.ofMillis(1));

    assertEquals(false, before);
    assertTrue(theatre.spawner.alive("a"));
  }

  @Test
  void aStableRunForgetsEarlierCrashes() {
    var theatre = theatre();
    theatre.end("a", 1);
    theatre.end("a", 1);
    theatre.advance(Duration.ofSeconds(11));

    theatre.end("a", 1);

    assertEquals(List.of(0L, 100L, 0L), delays(theatre));
  }

  @Test
  void chanceOnlyEverShortensAWait() {
    var waits =
        new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0.5, Duration.ofSeconds(1));

    assertEquals(Duration.ofMillis(400), waits.delay(3, 0));
    assertEquals(Duration.ofMillis(200), waits.delay(3, 1));
    assertEquals(Duration.ofSeconds(1), waits.delay(4000, 0));
  }
}
