package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.confine.Signals;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that was itself paused for 3 s blames no child for it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnPauseTest {
  private static final Duration PAUSE = Duration.ofMillis(3500); // well above the limit of 2.5 s

  @TempDir Path root;
  private Process shop;

  @AfterEach
  void end() throws InterruptedException {
    shop.destroyForcibly().waitFor();
  }

  @Test
  void supervisorWasStopped() throws Exception {
    shop = SmallShop.start(List.of(), root, "impatient", "stay", "busy");
    BufferedReader lines = shop.inputReader();
    List<Long> children = SmallShop.ready(lines, 2);
    long silent = children.getFirst();
    long other = children.getLast();

    Signals.sendTo(shop.pid(), Signals.Signal.STOP);
    Watched.until(pausedFor(PAUSE));
    Signals.sendTo(shop.pid(), Signals.Signal.CONT);
    Watched.until(() -> SmallShop.story(root).contains("did not run for"));
    // As long as it takes to find that one child is truly silent, the other has to live.
    Signals.sendTo(silent, Signals.Signal.STOP);
    Watched.until(() -> SmallShop.story(root).contains("ended with signal 9"));

    String story = SmallShop.story(root);
    assertFalse(Alive.is(silent), story);
    assertTrue(Alive.is(other), story);
    List<String> blamed = story.lines().filter(line -> line.contains(" clock: ")).toList();
    assertEquals(blamed.stream().filter(line -> line.contains("pid " + silent)).toList(), blamed);
    assertTrue(
        story.indexOf("did not run for") < story.indexOf(" clock: "), "blamed first: " + story);
  }

  private static java.util.function.BooleanSupplier pausedFor(Duration span) {
    long end = System.nanoTime() + span.toNanos();
    return () -> System.nanoTime() - end > 0;
  }
}
