package dev.firebreak.processes;

import dev.firebreak.confine.ProcessTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * State folders of pools without a name: {@code pool-PID-N}, gone with their pool. Those of killed
 * processes are swept by whoever opens a pool next.
 */
final class Passing {
  private static final Pattern NAME = Pattern.compile("pool-([0-9]+)-[0-9]+");
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final int TRIES = 1000;

  private Passing() {}

  /** A name that this process has not used yet. */
  static String name() {
    return "pool-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
  }

  /**
   * Takes a folder of a name that nobody has: in another container that shares the root, another
   * process may have this one's pid.
   */
  static StateFolder claim(Path root) throws StateException {
    for (int tries = 1; ; tries++) {
      try {
        return StateFolder.claim(root, name(), true);
      } catch (StateException e) {
        if (e.getCause() != null || tries == TRIES) {
          throw e; // it is not that the name is taken
        }
      }
    }
  }

  /** Deletes what nobody holds any more. */
  static void sweep(Path root) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, "pool-*")) {
      for (Path folder : found) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (name.matches()
            && ProcessTable.stat(Long.parseLong(name.group(1))).isEmpty()
            && States.holder(folder).filter(States.Holder::running).isEmpty()
            && !locked(folder)) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      // Whoever opens the next pool tries again.
    }
  }

  /**
   * Whether its process runs, though its pid is none here: in another container. It is never this
   * process, whose own lock this would break.
   */
  private static boolean locked(Path folder) {
    try (FileChannel lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
      return lock.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false; // there is none
    }
  }

  /** Deletes a folder with all that is in it, as far as that can be done. */
  static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // Whoever opens the next pool tries again.
    }
  }
}
