package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeavingsTest {
  private static final String DUMP = "-XX:+HeapDumpOnOutOfMemoryError";

  @TempDir Path root;

  @Test
  void dumpOfAnEarlierProcessOfThePidIsNotItsOwn() throws IOException {
    Path dump = Files.write(root.resolve("java_pid7.hprof"), new byte[1000]);
    Leavings leavings = new Leavings(List.of(DUMP), root.resolve("jfr"), "1", root);
    Files.setLastModifiedTime(dump, FileTime.from(Instant.now().minusSeconds(5)));

    leavings.keep(root, 7);
    assertFalse(Files.exists(root.resolve("heap-dump.txt")));

    Files.write(dump, new byte[1000]);
    leavings.keep(root, 7);
    assertTrue(Files.exists(root.resolve("heap-dump.txt")));
  }

  @Test
  void twoProgramsThatTrimOneFolderAtOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 50; i++) {
        Files.write(root.resolve("dump" + i), new byte[10]);
      }
      CyclicBarrier both = new CyclicBarrier(2);
      Callable<Boolean> trim =
          () -> {
            both.await();
            Leavings.trim(root, 100);
            return true;
          };
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        for (Future<Boolean> each : two.invokeAll(List.of(trim, trim))) {
          assertTrue(each.get());
        }
      }
      try (Stream<Path> left = Files.list(root)) {
        assertTrue(left.count() <= 10);
      }
    }
  }

  @Test
  void oldestDumpsGoFirst() throws IOException {
    for (int i = 0; i < 4; i++) {
      Path dump = Files.write(root.resolve("dump" + i), new byte[1000]);
      Files.setLastModifiedTime(dump, FileTime.fromMillis(1_000_000_000L + i * 10_000L));
    }

    Leavings.trim(root, 2500);

    try (Stream<Path> left = Files.list(root)) {
      assertEquals(
          Set.of("dump2", "dump3"),
          left.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }
}
