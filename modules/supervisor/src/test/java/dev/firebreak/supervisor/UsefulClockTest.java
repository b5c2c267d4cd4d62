package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is thrash, and what only looks like it. */
class UsefulClockTest extends ClockScene {
  @Test
  void thrashIsAFullHeapAndNoTimeAndLessProgressTwice() {
    program();
    work(30, 100);
    gc(0.92, 0.91);
    work(11, 20);
    assertEquals(List.of(Step.OBSERVE), steps());

    work(11, 20);

    assertEquals(Cause.GC_THRASH, only().cause());
    assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.RESTART), steps());
    assertEquals("92 %", only().numbers().get("GC share of the time"));
    assertEquals("91 %", only().numbers().get("heap full after GC"));
    assertTrue(
        only().sentence().contains("its progress fell from 100.0 to 20.0 a second"),
        only().sentence());
    assertEquals(Verdict.Confidence.LIKELY, only().confidence());
  }

  @Test
  void muchCollectionInAHeapWithRoomIsHealthy() {
    program();
    work(30, 100);
    gc(0.80, 0.84);

    work(300, 20);

    assertEquals(List.of(), theatre.told(Event.Unhealthy.class));
  }

  @Test
  void littleCollectionInAFullHeapIsHealthy() {
    program();
    work(30, 100);
    gc(0.49, 0.97);

    work(300, 20);

    assertEquals(List.of(), theatre.told(Event.Unhealthy.class));
  }

  @Test
  void fullHeapThatHoldsNoProgressUpIsHealthy() {
    program();
    work(30, 100);
    gc(0.90, 0.90);

    work(300, 51);

    assertEquals(List.of(), theatre.told(Event.Unhealthy.class));
  }

  @Test
  void oneWindowIsNoThrash() {
    program();
    work(30, 100);
    gc(0.92, 0.91);
    work(11, 20);
    gc(0.10, 0.50);

    work(60, 100);

    assertEquals(List.of(Step.OBSERVE), steps());
    assertEquals(1, theatre.told(Event.Recovered.class).size());
    assertFalse(a.ended);
  }

  @Test
  void whoTellsNoProgressIsToldOfButNotKilled() {
    program();
    gc(0.95, 0.95);

    work(300, 0);

    assertEquals(List.of(Step.OBSERVE), steps());
    assertTrue(
        theatre.told(Event.Unhealthy.class).getFirst().seen().contains("it tells no progress"));
  }

  @Test
  void overdueInAFullHeapIsThrash() {
    program();
    gc(0.60, 0.90);
    work(3, 0);

    var _ = theatre.supervisor.kill("a", 1, Cause.OVERDUE, "its task ran for 2 s");
    theatre.loop.settle();

    assertEquals(Cause.GC_THRASH, only().cause());
    assertTrue(only().sentence().contains("its task ran for 2 s"), only().sentence());
  }

  @Test
  void overdueWithRoomIsOverdue() {
    program();
    gc(0.90, 0.84);
    work(3, 0);

    var _ = theatre.supervisor.kill("a", 1, Cause.OVERDUE, "its task ran for 2 s");
    theatre.loop.settle();

    assertEquals(Cause.OVERDUE, only().cause());
  }
}
