package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.ChildId;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each event survives its line. */
class JsonTest {
  private static final Instant AT = Instant.parse("2026-11-22T14:50:01.123456Z");
  private static final ChildId WEB = new ChildId("shop/web", 3, 4711, 99);
  private static final Duration SPAN = Duration.ofNanos(61_000_123);

  @Test
  void everyEventIsReadBack() {
    List<Event> all =
        List.of(
            new Event.SupervisorStarted(AT, "shop", 12, 3),
            new Event.Spawned(AT, WEB, "Main", true),
            new Event.StageReached(AT, WEB, Stage.LAYER, SPAN),
            new Event.Ready(AT, WEB, SPAN, Optional.of(SPAN)),
            new Event.Ready(AT, WEB, SPAN, Optional.empty()),
            new Event.Noted(AT, WEB, "half \"way\"\n\u0007"),
            new Event.Ended(
                AT,
                WEB,
                new Exit.Signal(9),
                new Verdict(
                    Verdict.Cause.KILLED, Verdict.Confidence.LIKELY, "why", Map.of("signal", "9")),
                Stage.READY,
                SPAN,
                false,
                List.of("a", "b")),
            new Event.Ended(
                AT,
                WEB,
                new Exit.NotSpawned(),
                new Verdict(Verdict.Cause.STOPPED, Verdict.Confidence.CERTAIN, ""),
                Stage.SPAWN,
                Duration.ZERO,
                true,
                List.of()),
            new Event.RestartPlanned(
                AT, "shop/web", 4, SPAN, 1, new Intensity(5, SPAN), List.of("db")),
            new Event.NotRestarted(AT, "shop/web", Restart.TEMPORARY),
            new Event.StopStep(AT, WEB, Rung.TERMINATE, "a person asked"),
            new Event.Unhealthy(
                AT, WEB, "heartbeat", Event.Step.RESTART, "none", SPAN, SPAN, SPAN, "killed"),
            new Event.Recovered(AT, WEB, "probe"),
            new Event.Asked(AT, "shop", "reload"),
            new Event.SpareReady(AT, "shop/web", 7, SPAN),
            new Event.SpareLost(AT, "shop/web", 7, new Exit.Code(1), "another comes"),
            new Event.GaveUp(AT, "shop", new Intensity(5, SPAN), "why"),
            new Event.SupervisorStopping(AT, "shop", "it was closed"),
            new Event.SupervisorStopped(AT, "shop", SPAN),
            new Event.SelfPaused(AT, "shop", SPAN),
            new Event.Notice(AT, "shop", Event.Weight.ALARM, "look"));

    for (Event event : all) {
      assertEquals(Optional.of(event), JsonReader.event(Json.line(event)), Json.line(event));
    }
  }

  @Test
  void eventsHaveTheirSchema() {
    String line = Json.line(new Event.Ready(AT, WEB, SPAN, Optional.empty()));

    assertEquals(
        "{\"type\":\"Ready\",\"at\":\"2026-11-22T14:50:01.123456Z\",\"subject\":\"shop/web\","
            + "\"weight\":\"NORMAL\",\"sentence\":\"shop/web#3 pid 4711: ready after 61 ms\","
            + "\"child\":{\"path\":\"shop/web\",\"generation\":3,\"pid\":4711,\"started\":99},"
            + "\"after\":61.000123}",
        line);
  }

  @Test
  void lineIsCutOrOfAnotherVersion() {
    String line = Json.line(new Event.Asked(AT, "shop", "reload"));

    for (int length = 0; length < line.length(); length++) {
      assertTrue(JsonReader.event(line.substring(0, length)).isEmpty());
    }
    assertTrue(JsonReader.event("{\"type\":\"Danced\",\"at\":\"2026-11-22T14:50:01Z\"}").isEmpty());
    assertTrue(JsonReader.event("[1,2]").isEmpty());
    assertTrue(
        JsonReader.event(line.replace("{\"type\"", "{\"new\":{\"a\":[1]},\"type\"")).isPresent());
  }

  @Test
  void valuesAreToldByTheirKind() {
    assertEquals(
        "{\"a\":[1,true,null,0.5,\"NEVER\"]}",
        Json.line(
            Map.of(
                "a",
                java.util.Arrays.asList(
                    1, true, null, Duration.ofNanos(500_000), AutoShutdown.NEVER))));
  }

  /** Numbers that may not be there. */
  public record Measured(Optional<Double> ms, Optional<Long> bytes, Optional<Integer> count) {}

  @Test
  void numbersThatMayNotBeThereAreReadBack() {
    Measured all = new Measured(Optional.of(0.5), Optional.of(1L << 40), Optional.of(3));
    Measured none = new Measured(Optional.empty(), Optional.empty(), Optional.empty());

    assertEquals(all, JsonReader.record(Json.line(all), Measured.class));
    assertEquals(none, JsonReader.record(Json.line(none), Measured.class));
  }

  @Test
  void aTextInThePlaceOfANumberIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> JsonReader.record("{\"ms\":\"soon\"}", Measured.class));
  }
}
