package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Limits;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict.Cause;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is looked into for a deadlock, and what is one. */
class IdleClockTest extends ClockScene {
  @Test
  void deadlockOfWhoTellsNothingIsFoundTwice() {
    program();
    work(20, 0);
    a.dump = DEADLOCK;

    rest(12);
    assertEquals(List.of(Step.OBSERVE), steps());
    rest(6);

    assertEquals(Cause.DEADLOCK, only().cause());
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.RESTART), steps());
    assertEquals(2, a.dumped);
  }

  @Test
  void waitWithALimitIsNoDeadlock() {
    program();
    work(20, 0);
    a.dump = DEADLOCK;
    rest(12);
    assertEquals(List.of(Step.OBSERVE), steps());
    a.dump = new Dump(Dump.TAKEN, List.of());

    rest(10);

    assertFalse(a.ended);
    assertEquals(1, theatre.told(Event.Recovered.class).size());
  }

  @Test
  void idleIsHealthyAndSeldomLookedInto() {
    program();

    rest(3600);

    assertEquals(List.of(), theatre.told(Event.Unhealthy.class));
    assertTrue(a.dumped > 1 && a.dumped <= 12, a.dumped + " dumps in an hour");
  }

  @Test
  void busyIsNotLookedInto() {
    program();

    work(600, 0);

    assertEquals(0, a.dumped);
  }

  @Test
  void workerWithoutWorkIsNotLookedInto() {
    worker();
    a.working = false;

    rest(600);

    assertEquals(0, a.dumped);
  }

  @Test
  void withoutALimitIdleIsNotLookedInto() {
    theatre =
        new Theatre(
            SupervisorSpec.of(
                "sup",
                Theatre.child("a")
                    .with(
                        LIMITS.with(new Limits.Health(SECOND, Optional.empty(), SECOND, SECOND)))));
    theatre.start();
    a = theatre.spawner.of("a");

    rest(600);

    assertEquals(0, a.dumped);
  }
}
