package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Event;
import dev.firebreak.api.Verdict.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs are asked for their threads before they are killed. */
@Timeout(120)
class ThreadDumpsTest {
  @TempDir Path root;

  private static void overdue(Watched watched) {
    var _ =
        watched
            .supervisor
            .supervisor()
            .kill("web", 1, Cause.OVERDUE, "its task ran longer than its limit of 2 s");
  }

  private static String logged(Watched watched) throws IOException {
    return Files.readString(States.log(watched.supervisor.folder(), "shop/web", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseZGC"})
  void deadlockIsFoundAndTheDumpIsNoOutput(String collector) throws IOException {
    var spec =
        Watched.child("deadlock")
            .with(jvm -> jvm.withHeap(ByteSize.parse("48m")).withOptions(List.of(collector)));
    try (Watched watched = Watched.open(root, spec)) {
      watched.log(false, log -> log.startsWith("deadlocked"));

      overdue(watched);

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.DEADLOCK, ended.verdict().cause(), ended.sentence());
      assertEquals("2", ended.verdict().numbers().get("threads in deadlock"));
      assertEquals(
          "waits for java.lang.Object of right", ended.verdict().numbers().get("thread left"));
      assertFalse(logged(watched).contains("Full thread dump"), logged(watched));
    }
  }

  @Test
  void busyIsOverdueWithItsDump() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("busy"))) {
      watched.log(false, log -> log.startsWith("busy"));

      overdue(watched);

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.OVERDUE, ended.verdict().cause(), ended.sentence());
      assertEquals("taken", ended.verdict().numbers().get("thread dump"));
    }
  }

  @Test
  void withoutSignalsThereIsNoDump() throws IOException {
    var spec = Watched.child("deadlock").with(jvm -> jvm.withOptions(List.of("-Xrs")));
    try (Watched watched = Watched.open(root, spec)) {
      watched.log(false, log -> log.startsWith("deadlocked"));

      overdue(watched);

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.OVERDUE, ended.verdict().cause(), ended.sentence());
      String why = String.valueOf(ended.verdict().numbers().get("thread dump"));
      assertTrue(why.contains("-Xrs"), why);
    }
  }
}
