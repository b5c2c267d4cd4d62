package dev.firebreak.processes;

import dev.firebreak.link.LastWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Makes the boxes that children leave their last words in: files in memory, {@code
 * /dev/shm/firebreak-USER-... .box} (see {@link SharedFiles}), or else in the state folder. A box
 * is there as long as its child. Where none can be made children leave none, which is told once.
 * <!-- For maintainers. A box is read as a file and not mapped here: a child that cuts it short must
 * not be able to hurt the one who reads it. Its bytes are all written, as a child that maps a file
 * with holes dies where the memory for them cannot be had. -->
 */
final class Boxes implements AutoCloseable {
  static final String SUFFIX = ".box";

  private final Path fallback;
  private final Consumer<String> notice;
  private final Set<Path> present = ConcurrentHashMap.newKeySet();
  private volatile boolean told;

  /**
   * Makes none yet.
   *
   * @param fallback a folder for where there is no memory to share
   * @param notice told when there are none
   */
  Boxes(Path fallback, Consumer<String> notice) {
    this.fallback = fallback;
    this.notice = notice;
  }

  /** A new one; empty where none can be made. */
  Optional<Path> make() {
    String name = SharedFiles.freshName() + SUFFIX;
    IOException failure = null;
    for (Path folder : new Path[] {SharedFiles.MEMORY, fallback}) {
      Path file = folder.resolve(name);
      try {
        write(file);
        present.add(file);
        return Optional.of(file);
      } catch (IOException e) {
        failure = e;
        remove(file);
      }
    }
    if (!told && failure != null) {
      told = true;
      notice.accept(
          "children leave no last words, so that verdicts are less sure: "
              + Trouble.words(failure));
    }
    return Optional.empty();
  }

  private static void write(Path file) throws IOException {
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] ours =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (var to = Files.newByteChannel(file, fresh, ours)) {
      ByteBuffer bytes = ByteBuffer.wrap(LastWords.blank());
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
    }
  }

  /** What its child has left in it, which ended; the box is gone then. */
  Optional<LastWords> take(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return LastWords.read(in.readNBytes(LastWords.SIZE + 1));
    } catch (IOException e) {
      return Optional.empty(); // somebody has deleted it: the verdict does without
    } finally {
      present.remove(file);
      remove(file);
    }
  }

  /** Those whose children have not ended. */
  Set<Path> present() {
    return Set.copyOf(present);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Whoever opens the next supervisor sweeps it, or it goes with the state folder.
    }
  }

  /** No child is left. */
  @Override
  public void close() {
    present.forEach(Boxes::remove);
  }
}
