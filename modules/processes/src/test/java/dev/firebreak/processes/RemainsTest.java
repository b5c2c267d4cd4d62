package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemainsTest {
  private static final Instant SINCE = Instant.parse("2026-11-27T14:00:00Z");

  @TempDir Path folder;

  @Test
  void othersOfTheSameLogAreNoPartOfATail() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("web.out.log"),
            """
            2026-11-27T13:00:00.000Z #2 of a supervisor before
            2026-11-27T14:00:01.000Z #1 of the life before
            2026-11-27T14:00:02.000Z #2 its own
            a line that somebody else wrote
            2026-11-27T14:00:02.500Z #0 [3 lines were lost]
            2026-11-27T14:00:03.000Z #2 and its last
            """);

    assertEquals(
        List.of("2026-11-27T14:00:02Z its own", "2026-11-27T14:00:03Z and its last"),
        Remains.tail(log, 2, SINCE));
  }

  @Test
  void ofALongLogTheEndIsRead() throws IOException {
    Path log = folder.resolve("web.out.log");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("2026-11-27T14:00:02.000Z #2 line ").append(i).append('\n');
    }
    Files.writeString(log, text);

    List<String> tail = Remains.tail(log, 2, SINCE);

    assertEquals("2026-11-27T14:00:02Z line 19999", tail.getLast());
    assertEquals("2026-11-27T14:00:02Z line " + (20_000 - tail.size()), tail.getFirst());
  }

  @Test
  void aChildThatSaidNothingHasNoLog() throws IOException {
    assertEquals(List.of(), Remains.tail(folder.resolve("none"), 1, SINCE));
  }

  @Test
  void theLastThreadDumpIsCutOut() {
    assertEquals(
        List.of("Full thread dump OpenJDK", "\"main\" #1"),
        Remains.dump(
            List.of(
                "T1 Full thread dump OpenJDK",
                "T2 old",
                "T3 Full thread dump OpenJDK",
                "T4 \"main\" #1")));
    assertEquals(List.of(), Remains.dump(List.of("T1 a line")));
  }
}
