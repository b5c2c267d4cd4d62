package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Grants;
import dev.firebreak.api.LimitException;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children that live and do no good: which clock sees it, and what the verdict says. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SickTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path root;

  private static Limits limits(Optional<Duration> progress, Optional<Duration> idle) {
    return Limits.DEFAULT
        .withBeat(Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(90))
        .withProgress(progress)
        .with(new Limits.Health(SECOND, idle, Duration.ofSeconds(30), Duration.ofMillis(500)));
  }

  private static List<Step> steps(Watched watched) {
    return watched.all(Event.Unhealthy.class).stream().map(Event.Unhealthy::step).toList();
  }

  /** The parallel collector does not thrash: it throws an OutOfMemoryError before. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void thrashOfATask(String collector) throws IOException {
    ChildSpec spec =
        Watched.child(ThrashTask.class, "4000")
            .with(new Readiness.Called())
            .with(jvm -> jvm.withHeap(ByteSize.parse("48m")).withOptions(List.of(collector)))
            .with(limits(Optional.empty(), Optional.empty()));
    try (Watched watched = Watched.open(root, spec)) {
      Verdict verdict = watched.await(Event.Ended.class).verdict();

      assertEquals(Cause.GC_THRASH, verdict.cause(), () -> "told: " + watched.sentences());
      assertEquals(Verdict.Confidence.LIKELY, verdict.confidence());
      assertTrue(verdict.numbers().containsKey("heap full after GC"), verdict.toString());
      assertTrue(steps(watched).containsAll(List.of(Step.OBSERVE, Step.DUMP)), verdict.toString());
      try (var logs = Files.list(watched.supervisor.folder().resolve("gc"))) {
        assertEquals(List.of(), logs.toList(), "what the JVM wrote is left behind");
      }
    }
  }

  @Test
  void deadlockOfAProgramThatTellsNothing() throws IOException {
    ChildSpec spec = Watched.child("deadlock").with(limits(Optional.empty(), Optional.of(SECOND)));
    try (Watched watched = Watched.open(root, spec)) {
      Verdict verdict = watched.await(Event.Ended.class).verdict();

      assertEquals(Cause.DEADLOCK, verdict.cause(), () -> "told: " + watched.sentences());
      assertEquals("waits for java.lang.Object of left", verdict.numbers().get("thread right"));
      assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.RESTART), steps(watched));
    }
  }

  @Test
  void stallOfATask() throws IOException {
    ChildSpec spec =
        Watched.child(StallTask.class)
            .with(new Readiness.Called())
            .with(limits(Optional.of(Duration.ofSeconds(2)), Optional.empty()));
    try (Watched watched = Watched.open(root, spec)) {
      Verdict verdict = watched.await(Event.Ended.class).verdict();

      assertEquals(Cause.STALL, verdict.cause(), () -> "told: " + watched.sentences());
      assertEquals("taken", verdict.numbers().get("thread dump"));
      assertEquals(List.of(Step.OBSERVE, Step.DUMP, Step.DRAIN, Step.RESTART), steps(watched));
    }
  }

  @Test
  void idleProgramIsLeftAlone() throws IOException {
    ChildSpec spec = Watched.child("stay").with(limits(Optional.empty(), Optional.of(SECOND)));
    try (Watched watched = Watched.open(root, spec)) {
      watched.await(Event.Ready.class);
      // The dump that is taken of it may come at any time; this one is behind it, or instead.
      CompletableFuture<Boolean> killed =
          watched.supervisor.supervisor().kill("web", 1, Cause.OVERDUE, "the test asks for it");
      assertTrue(killed.join());

      assertEquals(Cause.OVERDUE, watched.await(Event.Ended.class).verdict().cause());
      assertEquals(List.of(), steps(watched));
      assertFalse(watched.log(false, text -> true).contains("Full thread dump"));
    }
  }

  private Verdict worker(SerializableRunnable task) throws Exception {
    CompletableFuture<Verdict> end = new CompletableFuture<>();
    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(1)
            .with(Grants.of())
            .withProgram(
                new Program.Worker(List.of(Watched.classes()), List.of(), Optional.empty()))
            .withMemory(ByteSize.parse("48m"))
            .withRunDeadline(Duration.ofSeconds(4));
    Options settings =
        Options.DEFAULT
            .withStateRoot(root)
            .withListener(event -> {
              if (event instanceof Event.Ended ended) {
                end.complete(ended.verdict());
              }
            });
    try (Pool pool = ProcessPool.open(options, settings)) {
      var future = pool.submit(task);
      Throwable failure =
          assertThrows(ExecutionException.class, () -> future.get(120, TimeUnit.SECONDS));
      assertInstanceOf(LimitException.class, failure.getCause(), failure::toString);
      Verdict verdict = end.get(60, TimeUnit.SECONDS);
      assertTrue(failure.getMessage().contains(verdict.sentence()), failure::getMessage);
      assertFalse(future.output().toString().contains("Full thread dump"));
      return verdict;
    }
  }

  @Test
  void deadlockOfAPoolsTask() throws Exception {
    Verdict verdict = worker(Jobs.deadlock());

    assertEquals(Cause.DEADLOCK, verdict.cause(), verdict.toString());
    assertEquals("2", verdict.numbers().get("threads in deadlock"));
  }

  @Test
  void thrashOfAPoolsTask() throws Exception {
    Verdict verdict = worker(Jobs.thrash());

    assertEquals(Cause.GC_THRASH, verdict.cause(), verdict.toString());
    assertTrue(verdict.sentence().contains("its task ran longer"), verdict.sentence());
  }
}
