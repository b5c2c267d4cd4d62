package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What children need is not there: descriptors, their runtime. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScarcityTest {
  @TempDir Path root;
  private Process shop;

  @AfterEach
  void end() throws InterruptedException {
    if (shop != null) {
      shop.destroyForcibly().waitFor();
    }
  }

  @Test
  void tooManyOpenFiles() throws Exception {
    List<String> few = List.of("sh", "-c", "ulimit -n 200; exec \"$@\"", "few");
    shop = SmallShop.start(few, root, "poor");
    BufferedReader lines = shop.inputReader();
    String ready = lines.readLine();
    String ended = lines.readLine();

    assertTrue(ready.startsWith("ready "), ready);
    assertTrue(ended.contains("too many open files"), ended);
    assertTrue(ended.contains("ulimit -n"), ended);
    assertTrue(shop.isAlive());
    assertTrue(Alive.is(Long.parseLong(ready.substring("ready ".length()))));
  }

  @Test
  void runtimeIsGone() throws IOException {
    Path cache = root.resolve("cache");
    try (Watched watched =
        Watched.open(
            root,
            options -> options.withCacheFolder(cache),
            Watched.child("stay").with(Restart.PERMANENT))) {
      Event.Ready first = watched.await(Event.Ready.class);
      delete(cache);

      ProcessHandle.of(first.child().pid()).orElseThrow().destroyForcibly();

      Event.Ready second =
          watched.await(Event.Ready.class, ready -> ready.child().generation() == 2);
      assertNotEquals(first.child().pid(), second.child().pid());
      watched.await(Event.Notice.class, notice -> notice.sentence().contains("is gone"));
      assertEquals(2, watched.all(Event.Ready.class).size());
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.toString().contains("locks")) {
          Files.deleteIfExists(file);
        }
      }
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      // The folder that holds the locks stays.
    }
  }
}
