package dev.firebreak.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences that a person reads at night, one for each event. */
class StoryTest {
  private static final Instant AT = Instant.EPOCH;
  private static final ChildId WEB = new ChildId("shop/web", 3, 4711, 99);
  private static final Intensity FIVE = new Intensity(5, Duration.ofSeconds(30));

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of(
            new Event.SupervisorStarted(AT, "shop", 42, 1),
            Event.Weight.NORMAL,
            "supervisor shop (pid 42) starts 1 child"),
        Arguments.of(
            new Event.Spawned(AT, WEB, "app.Web", false),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: spawned to run app.Web"),
        Arguments.of(
            new Event.Spawned(AT, WEB, "app.Web", true),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: a spare takes over app.Web"),
        Arguments.of(
            new Event.StageReached(AT, WEB, Stage.LAYER, Duration.ofMillis(31)),
            Event.Weight.DETAIL,
            "shop/web#3 pid 4711: resolving its modules after 31 ms"),
        Arguments.of(
            new Event.Ready(AT, WEB, Duration.ofMillis(64), Optional.of(Duration.ofMillis(67))),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: ready after 64 ms, 67 ms after the end of the one before"),
        Arguments.of(
            new Event.Ready(AT, WEB, Duration.ofNanos(4_160_000), Optional.empty()),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: ready after 4.2 ms"),
        Arguments.of(
            new Event.Noted(AT, WEB, "half done"),
            Event.Weight.DETAIL,
            "shop/web#3 pid 4711: says \"half done\""),
        Arguments.of(
            new Event.Ended(
                AT,
                WEB,
                Exit.of(137),
                new Verdict(
                    Verdict.Cause.KILLED,
                    Verdict.Confidence.LIKELY,
                    "SIGKILL that we did not send"),
                Stage.READY,
                Duration.ofSeconds(75),
                false,
                List.of("last words")),
            Event.Weight.WARNING,
            "shop/web#3 pid 4711: ended with signal 9 (SIGKILL) after 75.0 s: SIGKILL that we did"
                + " not send; stderr ends with:\n    last words"),
        Arguments.of(
            new Event.Ended(
                AT,
                WEB,
                Exit.of(1),
                new Verdict(
                    Verdict.Cause.START_FAILED,
                    Verdict.Confidence.LIKELY,
                    "its JVM did not come up"),
                Stage.JVM,
                Duration.ofMillis(12),
                false,
                List.of()),
            Event.Weight.WARNING,
            "shop/web#3 pid 4711: ended with exit status 1 while booting its JVM after 12 ms: its"
                + " JVM did not come up"),
        Arguments.of(
            new Event.Ended(
                AT,
                new ChildId("shop/web", 1, 0, 0),
                new Exit.NotSpawned(),
                new Verdict(
                    Verdict.Cause.START_FAILED, Verdict.Confidence.CERTAIN, "java.nope: no module"),
                Stage.SPAWN,
                Duration.ofMillis(12),
                false,
                List.of()),
            Event.Weight.WARNING,
            "shop/web#1: could not be spawned: java.nope: no module"),
        Arguments.of(
            new Event.RestartPlanned(
                AT, "shop/web", 4, Duration.ofMillis(200), 2, FIVE, List.of("db", "mail")),
            Event.Weight.WARNING,
            "shop/web: will be #4 in 200 ms (restart 2 of 5 within 30.0 s), together with db,"
                + " mail"),
        Arguments.of(
            new Event.RestartPlanned(AT, "shop/web", 4, Duration.ZERO, 1, FIVE, List.of()),
            Event.Weight.WARNING,
            "shop/web: will be #4 at once (restart 1 of 5 within 30.0 s)"),
        Arguments.of(
            new Event.NotRestarted(AT, "shop/web", Restart.TRANSIENT),
            Event.Weight.NORMAL,
            "shop/web: stays down, as it is transient"),
        Arguments.of(
            new Event.StopStep(AT, WEB, Rung.TERMINATE, "a person asked for it"),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: sent SIGTERM, because a person asked for it"),
        Arguments.of(
            new Event.Unhealthy(
                AT,
                WEB,
                "heartbeat",
                Event.Step.OBSERVE,
                "no heartbeat for 10.5 s",
                Duration.ofMillis(10_500),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                "watched"),
            Event.Weight.WARNING,
            "shop/web#3 pid 4711: heartbeat clock: no heartbeat for 10.5 s (limit 10.0 s, our own"
                + " pause of 5000 ms left out); watched"),
        Arguments.of(
            new Event.Recovered(AT, WEB, "heartbeat"),
            Event.Weight.NORMAL,
            "shop/web#3 pid 4711: heartbeat clock: well again"),
        Arguments.of(
            new Event.Asked(AT, "shop/web", "restart"),
            Event.Weight.NORMAL,
            "shop/web: a person asked: restart"),
        Arguments.of(
            new Event.SpareReady(AT, "shop/web", 12, Duration.ofMillis(60)),
            Event.Weight.DETAIL,
            "shop/web: a spare (pid 12) stands ready after 60 ms"),
        Arguments.of(
            new Event.SpareLost(AT, "shop/web", 12, Exit.of(137), "another one is booted in 0 ms"),
            Event.Weight.WARNING,
            "shop/web: a spare (pid 12) ended with signal 9 (SIGKILL): another one is booted in 0"
                + " ms"),
        Arguments.of(
            new Event.GaveUp(AT, "shop", FIVE, "SIGKILL"),
            Event.Weight.ALARM,
            "shop: gives up: more than 5 restarts within 30.0 s; the last: SIGKILL. Mend its cause,"
                + " then start it again"),
        Arguments.of(
            new Event.SupervisorStopping(AT, "shop", "a person asked for it"),
            Event.Weight.NORMAL,
            "supervisor shop stops, because a person asked for it"),
        Arguments.of(
            new Event.SupervisorStopped(AT, "shop", Duration.ofMinutes(130)),
            Event.Weight.NORMAL,
            "supervisor shop stopped; it took 2 h 10 min"),
        Arguments.of(
            new Event.SelfPaused(AT, "shop", Duration.ofMillis(3100)),
            Event.Weight.WARNING,
            "supervisor shop did not run for 3100 ms (suspended or starved); no child is blamed for"
                + " it"),
        Arguments.of(
            new Event.Notice(AT, "shop/web", Event.Weight.ALARM, "no jlink here"),
            Event.Weight.ALARM,
            "shop/web: no jlink here"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("table")
  void sentence(Event event, Event.Weight weight, String sentence) {
    assertEquals(sentence, event.sentence());
    assertEquals(weight, event.weight());
  }

  @Test
  void everyKindOfEventHasItsRow() {
    Set<Class<?>> kinds = new HashSet<>();
    leaves(Event.class, kinds);
    table().forEach(row -> kinds.remove(row.get()[0].getClass()));

    assertEquals(Set.of(), kinds);
  }

  private static void leaves(Class<?> type, Set<Class<?>> into) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> leaves(sub, into));
    } else {
      into.add(type);
    }
  }
}
