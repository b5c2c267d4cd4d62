package dev.firebreak.worker;

import dev.firebreak.link.LastWords;
import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.LastWords.Phase;
import dev.firebreak.link.LastWordsWriter;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The box of last words that the parent reads when this JVM has ended, however it has. From any
 * thread; no trouble with it is the program's.
 * <!-- For maintainers. Mapping a file costs a young JVM more than its whole start, so firebreak-beat
 * does it a moment after the program runs. What has to be said before that goes by plain writes,
 * which load nothing. Nothing at all is touched before the first word. -->
 */
final class Box implements LastWordsWriter.Memory {
  private static final long GAP = 100_000_000L;
  private static final int FRAMES = 12;

  private String file = "";
  private @Nullable LastWordsWriter writer;
  private volatile @Nullable ByteBuffer mapped;
  private volatile @Nullable Phase phase; // null: RUNNING, which is not loaded for this
  private volatile String note = "";
  private long progress;
  private long task = -1;
  private long told;
  private boolean spoke;

  /** Makes one that leads nowhere; for children that have none. */
  Box() {}

  /** Where it is; before anything else is asked of it. */
  void at(String name) {
    file = name;
  }

  /** Maps it, so that from now on a word costs no system call. */
  void map() {
    if (file.isEmpty() || mapped != null) {
      return;
    }
    try {
      if (!there()) {
        return;
      }
      ByteBuffer memory = MappedFile.map(file, LastWords.SIZE);
      synchronized (this) {
        mapped = memory;
        memory.putLong(LastWords.TASK, task + 1);
      }
      tell();
    } catch (IOException | RuntimeException | Error e) {
      // Plain writes say as much, for longer.
    }
  }

  /** The number of the task that runs; -1 for none. From the loop's thread only. */
  void task(long number) {
    task = number;
    ByteBuffer memory = mapped;
    if (memory != null) {
      memory.putLong(LastWords.TASK, number + 1);
    }
  }

  /** How far its life has come. */
  void phase(Phase next) {
    phase = next;
  }

  /** The program's latest word. */
  void note(String text) {
    note = text;
  }

  /** Tells how it is; at each beat. */
  void beat(long reports) {
    progress = reports;
    if (mapped != null) {
      tell();
    }
  }

  private void tell() {
    try {
      LastWordsWriter to = writer();
      if (to == null) {
        return;
      }
      Phase now = phase;
      Runtime jvm = Runtime.getRuntime();
      long committed = jvm.totalMemory();
      long used = committed - jvm.freeMemory();
      to.now(
          System.currentTimeMillis(),
          now == null ? Phase.RUNNING : now,
          used,
          committed,
          jvm.maxMemory(),
          progress,
          note);
    } catch (IOException | RuntimeException | Error e) {
      // It is for the case that all goes wrong, and must not be what does.
    }
  }

  /** Something happened. */
  void mark(Kind kind, String text) {
    try {
      LastWordsWriter to = writer();
      if (to == null) {
        return;
      }
      to.mark(System.currentTimeMillis(), kind, text);
    } catch (IOException | RuntimeException | Error e) {
      // As above.
    }
  }

  /** The end has begun: what happened, and how it is. */
  void last(Phase now, Kind kind, String text) {
    phase = now;
    mark(kind, text);
    tell();
  }

  /**
   * Something was thrown that nobody caught.
   *
   * @param where the thread, or what else it left
   */
  void thrown(String where, Throwable thrown) {
    try {
      LastWordsWriter to = writer();
      if (to == null) {
        return;
      }
      String message = thrown.getMessage();
      to.problem(
          System.currentTimeMillis(),
          where,
          thrown.getClass().getName(),
          message == null ? "" : message,
          frames(thrown));
    } catch (IOException | RuntimeException | Error e) {
      // As above; it may be the user's getMessage that throws.
    }
  }

  /** What a task threw, which its pool is told as well: ten a second at most. From one thread. */
  void task(long number, Throwable thrown) {
    long now = System.nanoTime();
    if (mapped != null && (!spoke || now - told >= GAP)) {
      spoke = true;
      told = now;
      thrown("task " + number, thrown);
    }
  }

  private static String frames(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] stack = thrown.getStackTrace();
    for (int i = 0; i < stack.length && i < FRAMES; i++) {
      text.append(stack[i]).append('\n');
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      text.append("caused by ").append(cause).append('\n');
    }
    return text.toString();
  }

  private synchronized @Nullable LastWordsWriter writer() {
    if (writer == null && !file.isEmpty()) {
      writer = new LastWordsWriter(this);
    }
    return writer;
  }

  @Override
  public void put(int offset, byte[] bytes, int length) throws IOException {
    ByteBuffer memory = mapped;
    if (memory == null) {
      write(offset, bytes, length);
    } else {
      memory.put(offset, bytes, 0, length);
    }
  }

  @Override
  public void number(int offset, long value) throws IOException {
    ByteBuffer memory = mapped;
    if (memory != null) {
      // Writes of a volatile field keep the order; a variable handle would have to be loaded.
      mapped = memory;
      memory.putLong(offset, value);
      mapped = memory;
      return;
    }
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (56 - 8 * i));
    }
    write(offset, bytes, 8);
  }

  private void write(int offset, byte[] bytes, int length) throws IOException {
    if (there()) {
      try (RandomAccessFile to = new RandomAccessFile(file, "rw")) {
        to.seek(offset);
        to.write(bytes, 0, length);
      }
    }
  }

  /** Whether the parent's file is there still: this is not to make another. */
  private boolean there() {
    return new File(file).length() == LastWords.SIZE;
  }
}
