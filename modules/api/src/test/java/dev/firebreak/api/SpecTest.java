package dev.firebreak.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad values are refused with a sentence that says what to give. */
class SpecTest {
  private static ChildSpec child(String name) {
    return ChildSpec.of(name, new Program.Jar(Path.of("app.jar"), List.of()));
  }

  private static void refused(String sentence, Executable act) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, act).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../x", "-x", "a/b", "ä"})
  void aNameThatIsNone(String name) {
    refused(
        "child \""
            + name
            + "\": a name has 1 to 64 letters, digits, dots, dashes or underscores and begins with"
            + " a letter or digit",
        () -> child(name));
  }

  @Test
  void childrenThatWaitForEachOther() {
    refused(
        "supervisor sup: children wait for each other in a circle: b after c after b",
        () ->
            SupervisorSpec.of(
                "sup", child("a").after("b"), child("b").after("c"), child("c").after("b")));
  }

  @Test
  void aSiblingThatIsNone() {
    refused(
        "supervisor sup: child a is to start after b, which is no child of it",
        () -> SupervisorSpec.of("sup", child("a").after("b")));
  }

  @Test
  void twoOfAName() {
    refused(
        "supervisor sup: two children are named a",
        () -> SupervisorSpec.of("sup", child("a"), child("a")));
  }

  @Test
  void aLimitThatNeverStrikesIsCountedAsOneThatAClockCanCount() {
    Duration ever = ChronoUnit.FOREVER.getDuration();
    Limits.Health health = new Limits.Health(Defaults.GC_WINDOW, Optional.of(ever), ever, ever);
    Limits limits =
        new Limits(
            ever,
            ever,
            ever,
            Defaults.BEAT,
            ever,
            ever,
            Optional.of(ever),
            ever,
            ever,
            ever,
            health);
    PoolOptions pool =
        PoolOptions.DEFAULT
            .withIdle(ever)
            .withFinalizerLimit(ever)
            .withRecycleAge(ever)
            .withStartDeadline(ever)
            .withQueueDeadline(ever)
            .withRunDeadline(ever);
    TaskOptions task = TaskOptions.DEFAULT.withRunDeadline(ever).withQueueDeadline(ever);
    Backoff backoff = new Backoff(ever, 2, ever, 0, ever);
    Liveness alive = new Liveness(new Readiness.Port(1), ever, ever, 1);
    List<Duration> kept =
        List.of(
            limits.jvmUp(),
            limits.layerBuilt(),
            limits.ready(),
            limits.silence(),
            limits.deaf(),
            limits.progress().orElseThrow(),
            limits.ask(),
            limits.interrupt(),
            limits.terminate(),
            health.idle().orElseThrow(),
            health.dump(),
            health.drain(),
            pool.idle(),
            pool.finalizerLimit(),
            pool.recycleAge().orElseThrow(),
            pool.startDeadline(),
            pool.queueDeadline().orElseThrow(),
            pool.runDeadline().orElseThrow(),
            task.runDeadline().orElseThrow(),
            task.queueDeadline().orElseThrow(),
            backoff.delay(1, 0),
            backoff.reset(),
            alive.every(),
            alive.timeout(),
            new Intensity(1, ever).period());

    for (Duration each : kept) {
      assertTrue(each.toDays() >= 36_500, each::toString);
      assertTrue(each.multipliedBy(2).toNanos() > 0, "two of them are added here and there");
    }
  }

  @Test
  void silenceUnderTwoBeats() {
    refused(
        "limits: silence = PT1S is under two beats of PT1S: every child would count as silent",
        () ->
            Limits.DEFAULT.withBeat(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(9)));
  }

  @Test
  void progressThatTravelsSlowerThanItsLimit() {
    refused(
        "limits: progress = PT1S is not above beat = PT1S, with which it travels",
        () -> Limits.DEFAULT.withProgress(Optional.of(Duration.ofSeconds(1))));
  }

  @Test
  void aProbeThatCannotBeAskedAgain() {
    refused(
        "alive: MainReached[] cannot be asked again and again; give a port or a command",
        () ->
            new Liveness(
                new Readiness.MainReached(), Duration.ofSeconds(1), Duration.ofSeconds(1), 1));
  }

  @ParameterizedTest
  @CsvSource({
    "64m, 67108864, 64m",
    "1G, 1073741824, 1g",
    "1024, 1024, 1k",
    "1536k, 1572864, 1536k"
  })
  void sizesAsJavaWritesThem(String text, long bytes, String back) {
    assertEquals(bytes, ByteSize.parse(text).bytes());
    assertEquals(back, ByteSize.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1m", "64 m", "64mb", "m", "1.5g"})
  void aSizeThatIsNone(String text) {
    refused("size \"" + text + "\": write it as 64m or 2g", () -> ByteSize.parse(text));
  }

  @Test
  void aSizeThatNoMachineHas() {
    refused(
        "size \"999999999999999g\": more than any machine has",
        () -> ByteSize.parse("999999999999999g"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, exit status 0",
    "128, exit status 128",
    "137, signal 9 (SIGKILL)",
    "143, signal 15 (SIGTERM)",
    "255, exit status 255"
  })
  void whatTheSystemSays(int status, String words) {
    assertEquals(words, Exit.of(status).toString());
    assertEquals(status, Exit.of(status).status());
  }
}
