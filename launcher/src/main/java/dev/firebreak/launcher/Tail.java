package dev.firebreak.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last lines of a file that is turned over ({@code x}, {@code x.1}, {@code x.2} ...), and those
 * that are written from then on, also after it is turned over or made anew. The file need not be
 * there yet.
 */
final class Tail implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int OLDEST = 99;

  private final Path path;
  private final Consumer<String> line;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private @Nullable RandomAccessFile open;
  private @Nullable Object key;

  Tail(Path path, Consumer<String> line) {
    this.path = path;
    this.line = line;
  }

  Path path() {
    return path;
  }

  /** The last lines, the oldest first, going back through the files that were turned over. */
  static List<String> last(Path path, int count) throws IOException {
    Deque<String> lines = new ArrayDeque<>();
    for (int number = 0; number <= OLDEST && lines.size() < count; number++) {
      Path file = number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
      List<String> all = read(file);
      if (all.isEmpty() && number > 0) {
        break;
      }
      for (int i = all.size() - 1; i >= 0 && lines.size() < count; i--) {
        lines.addFirst(all.get(i));
      }
    }
    return List.copyOf(lines);
  }

  private static List<String> read(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of(); // not there yet, or no older one
    }
  }

  /** Begins behind what is there now. */
  void skip() throws IOException {
    if (reopened() && open != null) {
      open.seek(open.length());
    }
  }

  /** Tells the lines that are new since the last call. */
  void poll() throws IOException {
    if (open != null) {
      drain(open);
    }
    if (reopened() && open != null) {
      drain(open);
    }
  }

  /** Whether another file stands there now. */
  private boolean reopened() throws IOException {
    Object now;
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      now = attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    } catch (NoSuchFileException e) {
      return false;
    }
    if (now.equals(key)) {
      return false;
    }
    if (open != null) {
      drain(open); // what was written between the last look and the turn
      open.close();
    }
    open = new RandomAccessFile(path.toFile(), "r");
    key = now;
    return true;
  }

  private void drain(RandomAccessFile file) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
      for (int i = 0; i < count; i++) {
        if (chunk[i] == '\n') {
          line.accept(part.toString(StandardCharsets.UTF_8));
          part.reset();
        } else {
          part.write(chunk[i]);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
