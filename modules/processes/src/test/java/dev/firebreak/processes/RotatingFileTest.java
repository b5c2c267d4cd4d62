package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Log files turn over, bear trouble, and keep what a child wrote. */
@Timeout(60)
class RotatingFileTest {
  @TempDir Path root;
  private final List<String> told = new ArrayList<>();

  @Test
  void turnsOverBySize() throws IOException {
    Path path = root.resolve("logs").resolve("web.out.log");
    try (ChildLog log =
        ChildLog.at(path, new Rotation(new ByteSize(1000), Duration.ofDays(1), 2), told::add)) {
      for (int i = 0; i < 200; i++) {
        write(log, 1, "line " + i + "\nand its en"); // chunks that never end with their line
        write(log, 1, "d\n");
      }
    }

    try (Stream<Path> files = Files.list(root.resolve("logs"))) {
      assertEquals(3, files.count());
    }
    for (String name : List.of("web.out.log", "web.out.log.1", "web.out.log.2")) {
      Path file = path.resolveSibling(name);
      assertTrue(Files.size(file) <= 1100, name + ": " + Files.size(file));
      for (String line : Files.readAllLines(file)) {
        assertTrue(LogLine.parse(line).isPresent(), line);
      }
    }
    assertTrue(Files.readString(path).endsWith("and its end\n"));
  }

  @Test
  void turnsOverByAge() throws IOException {
    Path path = root.resolve("web.out.log");
    Rotation old = new Rotation(new ByteSize(1 << 20), Duration.ofNanos(1), 1);
    try (ChildLog log = ChildLog.at(path, old, told::add)) {
      write(log, 1, "one\n");
      write(log, 1, "two\n");
    }

    assertEquals("one", text(path.resolveSibling("web.out.log.1")));
    assertEquals("two", text(path));
  }

  @Test
  void lineNeverEnds() throws IOException {
    Path path = root.resolve("web.out.log");
    try (ChildLog log = ChildLog.at(path, Rotation.DEFAULT, told::add)) {
      write(log, 1, "x".repeat(Defaults.LINE + 10));
    }

    List<String> lines = Files.readAllLines(path);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith("x" + ChildLog.SPLIT));
  }

  @Test
  void generationsShareALine() throws IOException {
    Path path = root.resolve("web.out.log");
    try (ChildLog log = ChildLog.at(path, Rotation.DEFAULT, told::add)) {
      write(log, 1, "last wor");
      write(log, 2, "hello\n");
      log.end(1);
      write(log, 2, "on");
      log.end(2);
    }

    assertEquals("last wor\nhello\non", text(path));
  }

  @Test
  void folderIsNotThereForAWhile() throws Exception {
    Path folder = Files.createFile(root.resolve("logs")); // a file where its folder should be
    Path path = folder.resolve("web.out.log");
    try (ChildLog log = ChildLog.at(path, Rotation.DEFAULT, told::add)) {
      write(log, 1, "lost\n");
      write(log, 1, "lost too\n");
      assertEquals(1, told.size());
      assertTrue(told.getFirst().contains("cannot be written"), told.getFirst());

      Files.delete(folder);
      Watched.until(() -> {
        write(log, 1, "again\n");
        return Files.exists(path);
      });
    }

    String text = text(path);
    assertTrue(text.matches("(?s)\\n?\\[\\d+ lines were lost: .*\\]\\nagain.*"), text);
    assertFalse(text.contains("lost too"));
  }

  private static void write(ChildLog log, int generation, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.append(generation, bytes, 0, bytes.length);
  }

  private static String text(Path path) throws IOException {
    return String.join(
        "\n",
        Files.readAllLines(path).stream()
            .map(line -> LogLine.parse(line).map(LogLine::text).orElse(line))
            .toList());
  }
}
