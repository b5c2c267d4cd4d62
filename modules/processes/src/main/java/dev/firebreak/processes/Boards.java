package dev.firebreak.processes;

import dev.firebreak.link.Board;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the boards that workers share with us: files in memory, {@code /dev/shm/firebreak-USER-...}
 * (see {@link SharedFiles}), or else in the state folder. A file has a name only until its worker
 * has mapped it, or has ended. Where none can be made the pool works without, and slower, which is
 * told once.
 */
final class Boards implements AutoCloseable {
  /** The system property that, set to {@code none}, has pools work without boards, for tests. */
  static final String PROPERTY = "dev.firebreak.boards";

  private final Path fallback;
  private final Consumer<String> notice;
  private final Set<Path> named = new HashSet<>();
  private boolean told;
  private boolean closed;

  /** A board and the file by which its worker finds it. */
  record Placed(Board board, Path file) {}

  /**
   * Makes none yet.
   *
   * @param fallback a folder for where there is no memory to share
   * @param notice told when there are none
   */
  Boards(Path fallback, Consumer<String> notice) {
    this.fallback = fallback;
    this.notice = notice;
  }

  /** A new one; empty where none can be made. */
  synchronized Optional<Placed> make() {
    if (closed || System.getProperty(PROPERTY, "").equals("none")) {
      return Optional.empty();
    }
    String name = SharedFiles.freshName();
    IOException failure = null;
    for (Path folder : new Path[] {SharedFiles.MEMORY, fallback}) {
      try {
        Path file = folder.resolve(name);
        Placed placed = new Placed(Board.create(file), file);
        named.add(file);
        return Optional.of(placed);
      } catch (IOException e) {
        failure = e;
      }
    }
    tell(
        "workers share no memory with this pool, so that short tasks take longer: %s"
            .formatted(failure == null ? "" : Trouble.words(failure)));
    return Optional.empty();
  }

  private void tell(String sentence) {
    if (!told) {
      told = true;
      notice.accept(sentence);
    }
  }

  /** Takes a board's name away, if it still has one. */
  synchronized void unname(Placed placed) {
    if (named.remove(placed.file())) {
      delete(placed.file());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Whoever opens the next pool sweeps it, or it goes with the state folder.
    }
  }

  /** No worker is left, but a spare may be on its way to its end. */
  @Override
  public synchronized void close() {
    closed = true;
    named.forEach(Boards::delete);
    named.clear();
  }
}
