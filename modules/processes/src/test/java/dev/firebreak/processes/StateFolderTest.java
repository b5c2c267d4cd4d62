package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may hold a state folder, and what is said to who may not. */
@Timeout(60)
class StateFolderTest {
  @TempDir Path root;

  @Test
  void secondSupervisorOfTheName() throws IOException {
    try (StateFolder first = StateFolder.claim(root, "shop")) {
      StateException refused =
          assertThrows(StateException.class, () -> StateFolder.claim(root, "shop"));

      assertTrue(refused.getMessage().contains("runs already"), refused.getMessage());
      assertTrue(
          refused.getMessage().contains("pid " + ProcessHandle.current().pid()),
          refused.getMessage());
      assertTrue(Files.exists(first.folder().resolve("lock")));
    }
    StateFolder.claim(root, "shop").close();
  }

  @Test
  void stalePidFile() throws IOException {
    Path folder = Files.createDirectories(root.resolve("shop"));
    Files.writeString(
        folder.resolve("pid.json"),
        "{\"pid\":1,\"started\":1,\"at\":\"2026-01-01T00:00:00Z\",\"command\":\"old\","
            + "\"token\":\"0123456789abcdef\"}");

    try (StateFolder state = StateFolder.claim(root, "shop")) {
      assertEquals(1, state.found().size());
      assertTrue(state.found().getFirst().contains("was killed"), state.found().getFirst());
    }
  }

  @Test
  void folderDeletedWhileHeld() throws IOException {
    try (StateFolder state = StateFolder.claim(root, "shop")) {
      for (String each : new String[] {"lock", "pid.json", "logs", "crash", "fifo", "gc", ""}) {
        Files.delete(state.folder().resolve(each));
      }

      assertTrue(Files.isDirectory(state.nextFifo().getParent()), "a child cannot be started");
      assertEquals(1, state.nextGcLog().flags().size());
    }
  }

  @Test
  void folderIsAFile() throws IOException {
    Path file = Files.createFile(root.resolve("taken"));

    StateException refused =
        assertThrows(StateException.class, () -> StateFolder.claim(file, "shop"));

    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
  }

  @Test
  void nobodyElseMayLook() throws IOException {
    try (StateFolder state = StateFolder.claim(root.resolve("new"), "shop")) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(state.folder())));
    }
  }

  @Test
  void rootOfTheUser() {
    assertEquals(Path.of("/own"), States.root(Map.of("FIREBREAK_STATE", "/own"), "/home/x"));
    assertEquals(
        Path.of("/xdg/firebreak"), States.root(Map.of("XDG_STATE_HOME", "/xdg"), "/home/x"));
    assertEquals(Path.of("/home/x/.local/state/firebreak"), States.root(Map.of(), "/home/x"));
  }

  @Test
  void flagsForTheJvmAreInItsOwnDigits() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try (StateFolder state = StateFolder.claim(root, "shop")) {
      String flag = state.nextGcLog().flags().getFirst();

      assertTrue(flag.endsWith(":filecount=1,filesize=256k"), flag);
    } finally {
      Locale.setDefault(before);
    }
  }
}
