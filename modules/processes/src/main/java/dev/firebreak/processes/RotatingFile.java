package dev.firebreak.processes;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that turns over by size and age, and that never fails its writer: what cannot be
 * written is counted, told once, and told again in the file itself when writing works again.
 * <!-- For maintainers. It is opened with its first line, so a child that says nothing has no file
 * and no descriptor. Everything is written straight through, one system call a chunk, so there is
 * nothing to flush. After a failure it tries again once a second at most: a full disk costs the
 * writer one failed call a second. A failed write may have left a part of itself behind, therefore
 * the mark begins on a line of its own. All state is under this object's lock. -->
 */
final class RotatingFile implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Writes the mark that stands for lost lines. */
  interface Mark {
    /** One line without its end. */
    String of(long lines, String why);
  }

  private final Path file;
  private final Rotation rotation;
  private final Mark mark;
  private final Consumer<String> told;
  private @Nullable OutputStream out;
  private long size;
  private Instant born = Instant.EPOCH;
  private long lost;
  private @Nullable String why;
  private long nextTry;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param told hears, once for each trouble, what is wrong and what to do
   */
  RotatingFile(Path file, Rotation rotation, Mark mark, Consumer<String> told) {
    this.file = file;
    this.rotation = rotation;
    this.mark = mark;
    this.told = told;
  }

  /**
   * Appends a chunk.
   *
   * @param lines how many lines begin in it
   * @param fresh whether it begins with a line's begin, which is where a file may be turned over
   */
  synchronized void write(byte[] bytes, int length, int lines, boolean fresh) {
    if (closed) {
      return;
    }
    if (why != null && System.nanoTime() - nextTry < 0) {
      lost += lines;
      return;
    }
    try {
      OutputStream target = ready(fresh, length);
      if (why != null) {
        byte[] said =
            ((size > 0 ? "\n" : "") + mark.of(lost, why) + "\n").getBytes(StandardCharsets.UTF_8);
        target.write(said);
        size += said.length;
        why = null;
        lost = 0;
      }
      target.write(bytes, 0, length);
      size += length;
    } catch (IOException e) {
      fail(e, lines);
    }
  }

  /** Whether it should be turned over at the next line, behind so many bytes more. */
  synchronized boolean due(int more) {
    return out != null && (size + more > rotation.size().bytes() || old());
  }

  private OutputStream ready(boolean fresh, int more) throws IOException {
    OutputStream target = out;
    if (target == null) {
      target = open();
    }
    if (fresh && size > 0 && due(more)) {
      turn();
      target = open();
    }
    return target;
  }

  private boolean old() {
    return born.plus(rotation.age()).isBefore(Instant.now());
  }

  private OutputStream open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    OutputStream opened = new FileOutputStream(file.toFile(), true);
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    size = attributes.size();
    born = size == 0 ? Instant.now() : attributes.creationTime().toInstant();
    out = opened;
    return opened;
  }

  private void turn() throws IOException {
    release();
    for (int number = rotation.files(); number > 1; number--) {
      Path younger = numbered(number - 1);
      if (Files.exists(younger)) {
        Files.move(younger, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (rotation.files() == 0) {
      Files.deleteIfExists(file);
    } else if (Files.exists(file)) {
      Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private void fail(IOException cause, int lines) {
    lost += lines;
    nextTry = System.nanoTime() + PATIENCE.toNanos();
    release();
    if (why == null) {
      why = Trouble.words(cause);
      told.accept(
          "%s cannot be written: %s. What belongs there is dropped and counted until it works again"
              .formatted(file, why));
    }
  }

  private void release() {
    OutputStream held = out;
    out = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        // Nothing is buffered, so nothing is lost with it.
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }
}
