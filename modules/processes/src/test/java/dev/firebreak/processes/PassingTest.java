package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that share a root have pids of their own: the same ones, and none of each other's. */
class PassingTest {
  private static final String NOBODYS = "pool-999999999-";

  @TempDir Path root;

  @Test
  void nameOfAPoolInAnotherContainerIsLeftToIt() throws IOException {
    String last = Passing.name();
    int dash = last.lastIndexOf('-') + 1;
    String next = last.substring(0, dash) + (Long.parseLong(last.substring(dash)) + 1);

    try (StateFolder theirs = StateFolder.claim(root, next, true);
        StateFolder ours = Passing.claim(root)) {
      assertNotEquals(theirs.folder(), ours.folder());
    }
  }

  @Test
  void folderThatIsLockedIsNotSwept() throws IOException {
    Path running = Files.createDirectory(root.resolve(NOBODYS + 1));
    Path killed = Files.createDirectory(root.resolve(NOBODYS + 2));
    Files.createFile(killed.resolve("lock"));
    try (FileChannel file =
            FileChannel.open(
                running.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      Passing.sweep(root);
    }

    assertTrue(Files.exists(running), "a running pool lost its folder");
    assertFalse(Files.exists(killed));
  }
}
