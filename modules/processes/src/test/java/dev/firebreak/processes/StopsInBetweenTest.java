package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real children that are stopped while something else goes on with them. */
@Timeout(120)
class StopsInBetweenTest {
  private static final Backoff HOUR =
      new Backoff(Duration.ofHours(1), 1, Duration.ofHours(1), 0, Duration.ofHours(1));

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPAWN") // has no process yet
  void whileItStarts(Stage stage) throws IOException {
    ChildSpec spec =
        Watched.child("stay")
            .with(Restart.PERMANENT)
            .with(new Readiness.Output(stage == Stage.READY ? "staying" : "what it never says"));
    try (Watched watched = Watched.open(root, spec)) {
      if (stage == Stage.JVM) {
        watched.await(Event.Spawned.class);
      } else if (stage == Stage.READY) {
        watched.await(Event.Ready.class);
      } else {
        watched.await(Event.StageReached.class, reached -> reached.stage() == stage);
      }

      ProcessSupervisor.End end = watched.supervisor.stopAll("the test said so").join();

      Event.Spawned only = watched.await(Event.Spawned.class);
      assertStoppedForGood(watched, end, 1);
      assertTrue(watched.await(Event.Ended.class).expected(), watched.sentences().toString());
      assertFalse(Alive.is(only.child().pid()));
    }
  }

  @Test
  void whileItWaitsForItsNextStart() throws IOException {
    try (Watched watched = Watched.open(root, backingOff())) {
      watched.await(Event.RestartPlanned.class, planned -> !planned.delay().isZero());

      ProcessSupervisor.End end = watched.supervisor.stopAll("the test said so").join();

      assertStoppedForGood(watched, end, 2);
    }
  }

  @Test
  void aloneWhileItWaitsForItsNextStart() throws IOException {
    ChildSpec sibling = Watched.child("stay").named("sibling");
    try (Watched watched = Watched.open(root, backingOff(), sibling)) {
      watched.await(Event.RestartPlanned.class, planned -> !planned.delay().isZero());
      watched.await(Event.Ready.class, ready -> ready.child().name().equals("sibling"));

      watched.supervisor.stop("web").join();

      Watched.until(() -> watched.only().state() == ChildStatus.State.STOPPED);
      assertEquals(ChildStatus.State.UP, watched.supervisor.children().getLast().state());
      assertEquals(3, watched.all(Event.Spawned.class).size());
    }
  }

  private static ChildSpec backingOff() {
    return Watched.child("halt", "3").with(Restart.PERMANENT).with(HOUR);
  }

  @Test
  void twelveChildrenAreKilledDuringIt() throws IOException {
    Limits limits = Limits.DEFAULT.withStop(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60));
    ChildSpec[] children =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i ->
                Watched.child("hang in hook").with(Restart.PERMANENT).with(limits).named("web" + i))
            .toArray(ChildSpec[]::new);
    try (Watched watched = Watched.open(root, children)) {
      for (ChildSpec child : children) {
        watched.log(child.name(), false, log -> log.contains("staying"));
      }
      List<Long> pids =
          watched.supervisor.children().stream().map(child -> child.id().pid()).toList();

      var end = watched.supervisor.stopAll("the test said so");
      watched.await(Event.StopStep.class); // the last child hangs in its hook: the stop goes on
      pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

      assertStoppedForGood(watched, end.join(), 12);
      pids.forEach(pid -> assertFalse(Alive.is(pid)));
      assertEquals(12, watched.all(Event.Ended.class).size());
    }
  }

  private static void assertStoppedForGood(
      Watched watched, ProcessSupervisor.End end, int spawned) {
    assertEquals(ProcessSupervisor.How.STOPPED, end.how());
    assertEquals(spawned, watched.all(Event.Spawned.class).size(), watched.sentences().toString());
    assertTrue(
        watched.sentences().getLast().startsWith("supervisor shop stopped"),
        watched.sentences().toString());
    watched
        .supervisor
        .children()
        .forEach(child -> assertEquals(ChildStatus.State.STOPPED, child.state()));
  }
}
