package dev.firebreak.launcher;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells the new lines of files as they come, until the command is ended. */
final class Follow {
  /** Where the system does not tell of a change, it is looked for so often. */
  private static final long LOOK = 500;

  private Follow() {}

  static void all(List<Tail> tails) throws IOException {
    Set<Path> watched = new HashSet<>();
    try (WatchService watch = tails.getFirst().path().getFileSystem().newWatchService()) {
      while (true) {
        for (Tail tail : tails) {
          Path folder = tail.path().toAbsolutePath().getParent();
          if (folder != null && Files.isDirectory(folder) && watched.add(folder)) {
            folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY);
          }
          tail.poll();
        }
        System.out.flush();
        if (System.out.checkError()) {
          return; // whoever read this, such as `head`, has enough
        }
        WatchKey key = watch.poll(LOOK, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          if (!key.reset()) {
            watched.clear();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the command ends
    }
  }
}
