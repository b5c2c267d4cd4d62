package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real children that are stopped: which rung of the ladder works. */
@Timeout(120)
class StopsTest {
  @TempDir Path root;

  @Test
  void taskReturnsWhenAsked() throws IOException {
    ChildSpec spec =
        new ChildSpec(
            "web",
            new Program.ClassPath(
                List.of(Watched.classes(), Watched.location(Task.class)),
                FaultyTask.class.getName(),
                List.of()),
            dev.firebreak.api.Restart.PERMANENT,
            false,
            List.of(),
            dev.firebreak.api.Grants.of(),
            ChildSpec.Jvm.DEFAULT,
            new Readiness.Called(),
            java.util.Optional.empty(),
            Limits.DEFAULT,
            dev.firebreak.api.Backoff.NONE,
            0);
    try (Watched watched = Watched.open(root, spec)) {
      watched.await(Event.Ready.class);
      watched.await(Event.Noted.class, noted -> noted.note().equals("at work"));

      watched.supervisor.stop("web").join();

      Event.Ended ended = watched.await(Event.Ended.class);
      assertTrue(ended.verdict().sentence().contains("it returned when asked"), ended.sentence());
      assertTrue(watched.log(false, log -> log.contains("asked")).contains("so it returns"));
    }
  }

  @Test
  void programEndsOnTerm() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      watched.await(Event.Ready.class);

      watched.supervisor.close();

      Event.Ended ended = watched.await(Event.Ended.class);
      assertTrue(ended.expected());
      assertEquals(List.of(Rung.TERMINATE), rungs(watched));
    }
  }

  @Test
  void grandchildInASessionOfItsOwnIsLeftByNoStop() throws IOException {
    long pid;
    try (Watched watched = Watched.open(root, Watched.child("escape"))) {
      String log = watched.log(false, text -> text.matches("(?s).*grandchild \\d+.*"));
      pid = Long.parseLong(log.replaceAll("(?s).*grandchild (\\d+).*", "$1"));
      Watched.until(() -> ProcessHandle.of(pid).isPresent());

      watched.supervisor.close();

      assertTrue(watched.sentences().stream().anyMatch(each -> each.contains("[" + pid + "]")));
    }
    Watched.until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void stoppedProgramEndsOnTerm() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      watched.await(Event.Ready.class);
      watched.supervisor.signal("web", 19).join();

      watched.supervisor.close();

      assertEquals(List.of(Rung.TERMINATE), rungs(watched));
    }
  }

  @Test
  void hookHangs() throws IOException {
    Limits limits =
        Limits.DEFAULT.withStop(
            Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(1));
    try (Watched watched = Watched.open(root, Watched.child("hang in hook").with(limits))) {
      watched.log(false, log -> log.contains("staying"));

      watched.supervisor.close();

      assertEquals(List.of(Rung.TERMINATE, Rung.KILL), rungs(watched));
    }
  }

  @Test
  void stopWhileItIsBeingSpawned() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      watched.supervisor.close();

      watched
          .all(Event.Spawned.class)
          .forEach(spawned -> assertFalse(Alive.is(spawned.child().pid())));
      assertTrue(watched.supervisor.outcome().isDone());
    }
  }

  private static List<Rung> rungs(Watched watched) {
    return watched.all(Event.StopStep.class).stream().map(Event.StopStep::rung).toList();
  }
}
