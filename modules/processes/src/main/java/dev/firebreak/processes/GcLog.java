package dev.firebreak.processes;

import dev.firebreak.supervisor.Worker.Gc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The log of garbage collection that a child's JVM writes for us, as its image has no management
 * beans: bounded, read as it grows, and deleted when the child has ended.
 *
 * <p>It costs the child 0.2 ms of CPU at its start, and a line for each collection.
 * <!-- For maintainers. At SIZE the JVM renames the file to FILE.0 and begins a new one, so a file
 * that is shorter than what was read is another one, and the rest of the old one is read first.
 * Read on a thread that may wait, at most one at a time. -->
 */
final class GcLog {
  private static final int SIZE_KB = 256;

  /** In one go; a JVM that writes faster than this is read of is read of next time. */
  private static final int MOST = 2 * SIZE_KB * 1024;

  /** What is kept of it as evidence: some seconds of a JVM that thrashes. */
  private static final int TAIL_LINES = 200;

  private static final int TAIL = 32 * 1024;

  /** It is looked at twice a second; asking more often than so reads nothing new. */
  private static final long FRESH = 100_000_000;

  private final Path file;
  private final GcMeter meter = new GcMeter();
  private String cut = "";
  private long offset;
  private boolean reading;
  private boolean closed;
  private volatile long readTo;

  GcLog(Path file) {
    this.file = file;
  }

  /**
   * What the JVM is started with; nothing where its syntax cannot name the file, or it could not
   * write it: a JVM that cannot does not start.
   */
  List<String> flags() {
    String name = file.toString();
    Path folder = file.getParent();
    boolean writable = folder != null && Files.isWritable(folder);
    return name.contains("%") || name.contains("\"") || !writable
        ? List.of()
        : List.of(
            // No format: where people write other digits than ASCII's, the JVM would not take them.
            "-Xlog:gc,gc+init:file=\""
                + name
                + "\":uptime,timenanos,tags:filecount=1,filesize="
                + SIZE_KB
                + "k");
  }

  /**
   * What is known of the time since then, and has it looked for more.
   *
   * @param since by {@link System#nanoTime()}
   */
  Gc since(long since, Executor executor) {
    long to = readTo;
    synchronized (this) {
      if (!reading && !closed && System.nanoTime() - to > FRESH) {
        reading = true;
        try {
          executor.execute(this::read);
        } catch (RejectedExecutionException e) {
          reading = false; // no child is left
        }
      }
    }
    synchronized (meter) {
      return to == 0 ? Gc.UNKNOWN : meter.between(since, to);
    }
  }

  private void read() {
    long now = System.nanoTime();
    try {
      readNew();
      readTo = now;
    } catch (IOException e) {
      // It is not there yet, or was deleted: nothing is known.
    } finally {
      synchronized (this) {
        reading = false;
      }
    }
  }

  private void readNew() throws IOException {
    if (Files.size(file) == offset) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() < offset) {
        try (FileChannel before = FileChannel.open(rotated())) {
          take(before, offset);
        } catch (NoSuchFileException e) {
          // The JVM is just about to write it; what is in it is lost.
        }
        cut = "";
        offset = 0;
      }
      offset += take(channel, offset);
    }
  }

  private long take(FileChannel channel, long from) throws IOException {
    long left = Math.min(MOST, channel.size() - from);
    if (left <= 0) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) left);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
    String text = cut + new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    int end = text.lastIndexOf('\n') + 1;
    String rest = text.substring(end);
    cut = rest.length() > 4096 ? "" : rest;
    synchronized (meter) {
      text.substring(0, end).lines().forEach(meter::line);
    }
    return bytes.position();
  }

  private Path rotated() {
    return file.resolveSibling(file.getFileName() + ".0");
  }

  /** Its last lines, as evidence. */
  List<String> tail() {
    List<String> all = new ArrayList<>();
    for (Path each : List.of(rotated(), file)) {
      try (FileChannel channel = FileChannel.open(each)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(TAIL, channel.size()));
        long from = channel.size() - bytes.capacity();
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII)
            .lines()
            .skip(from > 0 ? 1 : 0)
            .forEach(all::add);
      } catch (IOException e) {
        // It is not there.
      }
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
  }

  /** The child has ended: deletes it. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    for (Path each : List.of(rotated(), file)) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        // The next supervisor of this name clears its folder.
      }
    }
  }
}
