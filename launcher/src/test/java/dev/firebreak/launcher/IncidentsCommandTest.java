package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.processes.Incident;
import dev.firebreak.processes.Incidents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsCommandTest {
  @TempDir Path folder;

  private Incidents.Kept kept(String id, String sentence, long times) {
    return new Incidents.Kept(
        folder,
        new Incident(
            id,
            Instant.parse("2026-11-27T12:00:00Z"),
            "shop/web",
            3,
            4711,
            "shop.Web",
            new Exit.Code(42),
            new Verdict(
                Verdict.Cause.EXIT_CODE,
                Verdict.Confidence.CERTAIN,
                sentence,
                Map.of("exit", "exit status 42")),
            Stage.READY,
            Duration.ofSeconds(7),
            "1f2e3d4c",
            times,
            Instant.parse("2026-11-20T12:00:00Z"),
            List.of("heap 12 MB in use"),
            List.of("launch.txt", "stderr.txt")));
  }

  private String page(Incidents.Kept kept) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new IncidentPage(kept, Ink.PLAIN).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whoIsMeant() {
    assertTrue(IncidentsCommand.of("shop/web", ""));
    assertTrue(IncidentsCommand.of("shop/web", "shop"));
    assertTrue(IncidentsCommand.of("shop/web", "shop/"));
    assertTrue(IncidentsCommand.of("shop/web", "web"));
    assertTrue(IncidentsCommand.of("shop/inner/web", "inner/web"));
    assertFalse(IncidentsCommand.of("shop/web", "sho"));
    assertFalse(IncidentsCommand.of("shop/web", "eb"));
  }

  @Test
  void aBeginningOfAnIdIsEnoughWhereItIsClear() {
    List<Incidents.Kept> all = List.of(kept("3f2a0000", "one", 1), kept("3f990000", "two", 1));

    assertEquals("two", IncidentsCommand.one(all, "3f9").incident().verdict().sentence());
    assertEquals("two", IncidentsCommand.one(all, "last").incident().verdict().sentence());
    CommandFailure vague =
        assertThrows(CommandFailure.class, () -> IncidentsCommand.one(all, "3f"));
    assertTrue(vague.sentence().contains("3f2a0000 or 3f990000"), vague.sentence());
    CommandFailure none = assertThrows(CommandFailure.class, () -> IncidentsCommand.one(all, "4"));
    assertEquals(Status.NOT_FOUND, none.status());
  }

  @Test
  void thePageTellsAllOfIt() throws IOException {
    Files.writeString(folder.resolve("stderr.txt"), "one\ntwo\n".repeat(50) + "the last line\n");

    String page = page(kept("3f2a0000", "its program called System.exit(42)", 37));

    assertTrue(page.startsWith("shop/web#3 pid 4711 died: EXIT_CODE (certain)\n"), page);
    assertTrue(page.contains("its program called System.exit(42)"), page);
    assertTrue(page.contains("the same crash for the 37th time, first seen Friday, 20"), page);
    assertTrue(page.contains("exit status 42"), page);
    assertTrue(page.contains("heap 12 MB in use"), page);
    assertTrue(page.contains("the last line"), page);
    assertTrue(page.contains("stderr.txt"), page);
    assertTrue(page.contains("firebreak logs shop/web"), page);
    assertTrue(page.lines().count() < 60, page);
  }

  @Test
  void aChildsWordsDoNotReachTheTerminal() {
    String page = page(kept("3f2a0000", "\u001b[2Jgone", 1));

    assertFalse(page.contains("\u001b"), page);
    assertTrue(page.contains("[2Jgone"), page);
  }
}
