package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real children that end in every way: what the verdict says, and that it is told once. */
@Timeout(120)
class DeathsTest {
  @TempDir Path root;

  private Event.Ended end(ChildSpec spec) throws IOException {
    try (Watched watched = Watched.open(root, spec)) {
      return watched.await(Event.Ended.class);
    }
  }

  @Test
  void mainReturns() throws IOException {
    Event.Ended ended = end(Watched.child("return"));

    assertEquals(Cause.NORMAL, ended.verdict().cause());
    assertEquals(Stage.READY, ended.stage());
  }

  @Test
  void exitStatus() throws IOException {
    Event.Ended ended = end(Watched.child("exit", "42"));

    assertEquals(new Exit.Code(42), ended.exit());
    assertTrue(ended.verdict().sentence().contains("System.exit(42)"), ended.sentence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "256"})
  void exitThatLooksLikeAnEndInOrderIsNamed(String status) throws IOException {
    Event.Ended ended = end(Watched.child("exit", status));

    assertEquals(Cause.NORMAL, ended.verdict().cause());
    assertTrue(
        ended.verdict().sentence().contains("System.exit(0), or with a multiple of 256 at "),
        ended.sentence());
  }

  @Test
  void haltsWithoutHooks() throws IOException {
    Event.Ended ended = end(Watched.child("halt", "42"));

    assertEquals(Cause.HALT, ended.verdict().cause());
    assertTrue(ended.verdict().sentence().contains("without shutdown hooks"), ended.sentence());
  }

  @Test
  void uncaughtInMain() throws IOException {
    Event.Ended ended = end(Watched.child("throw"));

    assertEquals(Cause.EXCEPTION, ended.verdict().cause());
    assertTrue(ended.verdict().sentence().contains("the shelf is empty"), ended.sentence());
    assertTrue(String.join("\n", ended.tail()).contains("Faulty.main"), ended.sentence());
  }

  @Test
  void heapOutOfMemory() throws IOException {
    Event.Ended ended =
        end(Watched.child("fill heap").with(jvm -> jvm.withHeap(ByteSize.parse("16m"))));

    assertEquals(Cause.HEAP_OOM, ended.verdict().cause());
  }

  @Test
  void killedBySomebodyElse() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay").with(Restart.PERMANENT))) {
      Event.Ready ready = watched.await(Event.Ready.class);

      ProcessHandle.of(ready.child().pid()).orElseThrow().destroyForcibly();

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.KILLED, ended.verdict().cause());
      Event.Ready next = watched.await(Event.Ready.class, event -> event.child().generation() == 2);
      assertTrue(next.failover().isPresent());
    }
  }

  @Test
  void nativeCrash() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      Event.Ready ready = watched.await(Event.Ready.class);

      String pid = Long.toString(ready.child().pid());
      new ProcessBuilder("kill", "-SEGV", pid).inheritIO().start();

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(ready.child(), ended.child());
      assertEquals(Cause.NATIVE_CRASH, ended.verdict().cause(), ended.sentence());
      assertEquals(134, ended.exit().status(), "as plain java");
      Path incident = ended.verdict().incident().orElseThrow();
      assertTrue(Files.exists(incident.resolve("hs_err.log")), "the JVM's account of the crash");
    }
  }

  @Test
  void hangsStopped() throws IOException {
    ChildSpec spec =
        Watched.child("stay")
            .with(
                Limits.DEFAULT.withBeat(
                    Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(20)));
    try (Watched watched = Watched.open(root, spec)) {
      watched.await(Event.Ready.class);
      Watched.until(() -> watched.only().beat().isPresent());

      watched.supervisor.signal("web", 19).join();

      assertEquals(Cause.HANG, watched.await(Event.Ended.class).verdict().cause());
    }
  }

  @Test
  void grandchildHoldsThePipes() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("spawn"))) {
      String text = watched.log(false, log -> log.matches("(?s)grandchild \\d+.*"));
      long grandchild = Long.parseLong(text.strip().substring("grandchild ".length()));

      ProcessHandle.of(watched.only().id().pid()).orElseThrow().destroyForcibly();

      watched.await(Event.Ended.class);
      Watched.until(() -> !Alive.is(grandchild));
    }
  }

  @Test
  void mainClassIsMissing() throws IOException {
    ChildSpec spec =
        ChildSpec.of("web", new Program.ClassPath(List.of(root), "no.such.Main", List.of()))
            .with(Restart.TEMPORARY)
            .with(Grants.of());

    Event.Ended ended = end(spec);

    assertEquals(Cause.START_FAILED, ended.verdict().cause());
    assertTrue(ended.verdict().sentence().contains("no.such.Main"), ended.sentence());
  }

  @Test
  void jarIsMissing() throws IOException {
    ChildSpec spec =
        ChildSpec.of("web", new Program.Jar(root.resolve("gone.jar"), List.of()))
            .with(Restart.TEMPORARY);

    Event.Ended ended = end(spec);

    assertEquals(new Exit.NotSpawned(), ended.exit());
    assertTrue(ended.verdict().sentence().contains("gone.jar"), ended.sentence());
  }

  @Test
  void workingFolderIsMissing() throws IOException {
    Event.Ended ended =
        end(Watched.child("return").with(jvm -> jvm.withDirectory(root.resolve("gone"))));

    assertEquals(new Exit.NotSpawned(), ended.exit());
    assertTrue(ended.verdict().sentence().contains("working folder"), ended.sentence());
  }

  @Test
  void argumentListIsTooLong() throws IOException {
    Event.Ended ended =
        end(
            Watched.child("return")
                .with(jvm -> jvm.withOptions(List.of("-Dlong=" + "x".repeat(200_000)))));

    assertEquals(new Exit.NotSpawned(), ended.exit());
    assertTrue(ended.verdict().sentence().contains("longer than"), ended.sentence());
  }

  @Test
  void jdkClassNotGranted() throws IOException {
    Event.Ended ended = end(Watched.child("class", "java.sql.Connection"));

    assertEquals(Cause.EXCEPTION, ended.verdict().cause());
    assertTrue(ended.verdict().sentence().contains("--grant java.sql"), ended.sentence());
  }

  @Test
  void unknownFlagOfTheJvm() throws IOException {
    Event.Ended ended =
        end(Watched.child("return").with(jvm -> jvm.withOptions(List.of("-XX:+NoSuchFlag"))));

    assertEquals(Cause.START_FAILED, ended.verdict().cause());
    assertTrue(ended.verdict().sentence().contains("NoSuchFlag"), ended.sentence());
  }

  @Test
  void endIsToldOnce() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("return"))) {
      watched.await(Event.NotRestarted.class);
      watched.supervisor.close();

      assertEquals(1, watched.all(Event.Ended.class).size());
      assertFalse(watched.sentences().isEmpty());
    }
  }
}
