package dev.firebreak.processes;

import dev.firebreak.api.Defaults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The log of one stream of a child, over all its generations. Each line begins with the moment at
 * which its first byte came, in UTC, and the generation:
 *
 * <pre>
 * 2026-11-22T14:50:01.123Z #3 listening on port 8080
 * </pre>
 *
 * All have the same width, so that sorting the lines of both streams by their beginning puts them
 * in order. Behind it stand the program's bytes as it wrote them, whatever their encoding. A line
 * that is longer than {@link Defaults#LINE} is split, which a mark at the split tells.
 * <!-- For maintainers. Bytes go on to the file as they come, also of a line that is not finished:
 * a prompt, or the last words before a crash, must not wait for their newline. So a line may be
 * open, and `column` counts it; another generation closes it first. The pumps of two generations
 * may overlap, all state is under this object's lock. -->
 */
final class ChildLog implements AutoCloseable {
  static final String SPLIT = " [the line goes on]";

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final RotatingFile file;
  private byte[] buffer = new byte[512];
  private int length;
  private int lines;
  private boolean fresh;
  private int column;
  private int open; // the generation whose line is open

  ChildLog(RotatingFile file) {
    this.file = file;
  }

  /** A log whose file has our mark for lost lines. */
  static ChildLog at(java.nio.file.Path path, Rotation rotation, Consumer<String> told) {
    return new ChildLog(
        new RotatingFile(
            path,
            rotation,
            (lines, why) ->
                TIME.format(Instant.now()) + " #0 [" + lines + " lines were lost: " + why + "]",
            told));
  }

  /** Appends what a process wrote. */
  synchronized void append(int generation, byte[] bytes, int from, int count) {
    if (count == 0) {
      return;
    }
    if (column > 0 && open != generation) {
      put('\n');
      column = 0;
    }
    open = generation;
    fresh = column == 0 && length == 0;
    for (int i = from; i < from + count; i++) {
      if (column >= Defaults.LINE && bytes[i] != '\n') {
        put(SPLIT);
        put('\n');
        column = 0;
      }
      if (column == 0) {
        if (file.due(length)) {
          flush();
        }
        stamp(generation);
        lines++;
      }
      put(bytes[i]);
      column = bytes[i] == '\n' ? 0 : column + 1;
    }
    flush();
    if (buffer.length > 1 << 17) {
      buffer = new byte[512];
    }
  }

  /** Writes the chunk so far; what comes next begins a line, unless it is the end of all. */
  private void flush() {
    file.write(buffer, length, lines, fresh);
    length = 0;
    lines = 0;
    fresh = true;
  }

  /** Ends a line that a process left open. */
  synchronized void end(int generation) {
    if (column > 0 && open == generation) {
      file.write(new byte[] {'\n'}, 1, 0, false);
      column = 0;
    }
  }

  private void stamp(int generation) {
    put(TIME.format(Instant.now()));
    put(" #" + generation + " ");
  }

  private void put(String text) {
    for (byte each : text.getBytes(StandardCharsets.US_ASCII)) {
      put(each);
    }
  }

  private void put(char ascii) {
    put((byte) ascii);
  }

  private void put(byte value) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, length * 2);
    }
    buffer[length++] = value;
  }

  @Override
  public void close() {
    file.close();
  }
}
