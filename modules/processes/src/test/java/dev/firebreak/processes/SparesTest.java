package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that stands ready takes the place of one that was killed. */
@Timeout(120)
class SparesTest {
  @TempDir Path root;

  @Test
  void spareIsPromoted() throws IOException {
    try (Watched watched =
        Watched.open(root, Watched.child("stay").with(Restart.PERMANENT).withSpares(1))) {
      Event.Ready first = watched.await(Event.Ready.class);
      Event.SpareReady spare = watched.await(Event.SpareReady.class);
      String before = watched.log(false, log -> log.contains("staying"));
      assertFalse(before.contains("staying\nstaying"), "a spare runs nothing of the user's");

      ProcessHandle.of(first.child().pid()).orElseThrow().destroyForcibly();

      Event.Ready second =
          watched.await(Event.Ready.class, ready -> ready.child().generation() == 2);
      assertEquals(spare.pid(), second.child().pid());
      assertTrue(second.failover().isPresent());
      watched.log(false, log -> log.contains("staying\nstaying"));
    }
  }
}
