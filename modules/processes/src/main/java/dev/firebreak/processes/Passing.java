package dev.firebreak.processes;

import dev.firebreak.confine.ProcessTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
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

  private Passing() {}

  /** A name that this process has not used yet. */
  static String name() {
    return "pool-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
  }

  /** Deletes what nobody holds any more. */
  static void sweep(Path root) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root, "pool-*")) {
      for (Path folder : found) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (name.matches()
            && ProcessTable.stat(Long.parseLong(name.group(1))).isEmpty()
            && States.holder(folder).filter(States.Holder::running).isEmpty()) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      // Whoever opens the next pool tries again.
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
