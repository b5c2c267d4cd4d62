package dev.firebreak.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains one stream of a process, come what may, on a thread of its own: to the child's log, to
 * whoever listens to its raw bytes, and to the tail that is told with its end.
 * <!-- For maintainers. A spare has no log yet: what it says is held, up to a bound, until it is
 * promoted. A failing log or listener must never stop the draining, as a child that fills its pipe
 * hangs. The marks in the output of a worker are taken out first, so that nobody else sees any. If a process that left the child's group holds the pipe, this goes on behind the child's
 * end until that one is gone. -->
 */
final class Output implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.processes");
  private static final int CHUNK = 16 * 1024;
  private static final int HELD = 64 * 1024;

  private final InputStream in;
  private final ChildLog log;
  private final @Nullable OutputStream through;
  private final Lines lines;
  private final @Nullable Marks marks;
  private final byte[] plain;
  private final Object feed = new Object();
  private final DumpTap tap = new DumpTap();
  private final byte[] tapped = new byte[CHUNK + DumpTap.HELD];
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private int generation;
  private boolean deaf;

  /**
   * Drains a stream.
   *
   * @param marks those of a worker; null for a program
   */
  Output(
      InputStream in,
      ChildLog log,
      @Nullable OutputStream through,
      @Nullable Marks marks,
      int tail,
      Consumer<String> line) {
    this.in = in;
    this.log = log;
    this.through = through;
    this.marks = marks;
    this.plain = marks == null ? new byte[0] : new byte[CHUNK + DumpTap.HELD + Marks.HELD];
    this.lines = new Lines(tail, line);
  }

  @Override
  public void run() {
    byte[] chunk = new byte[CHUNK];
    try (in) {
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        keep(chunk, got);
      }
    } catch (IOException e) {
      // Its end, or ours: the exit status tells why there is no more.
    }
    giveUp();
    Marks last = marks;
    if (last != null) {
      guarded(0, () -> told(plain, last.rest(plain)));
    }
    end();
  }

  /** From now on a thread dump of the JVM is no output: it is taken out, and told here. */
  CompletableFuture<ThreadDump> dump() {
    synchronized (feed) {
      return tap.arm();
    }
  }

  /** No thread dump is waited for any more; what there is of one is told. */
  void giveUp() {
    guarded(
        0,
        () -> {
          tap.giveUp();
          settle(tapped, tap.rest(tapped));
        });
  }

  private void keep(byte[] chunk, int count) {
    guarded(
        count,
        () -> {
          if (tap.idle()) {
            settle(chunk, count);
          } else {
            settle(tapped, tap.strip(chunk, count, tapped));
          }
        });
  }

  private void guarded(int count, Runnable step) {
    try {
      synchronized (feed) {
        step.run();
      }
    } catch (RuntimeException | Error e) {
      // A fault of ours, or memory: the child must not hang for it.
      LOG.error("of {} bytes of a child's output some were lost", count, e);
    }
  }

  private void settle(byte[] chunk, int count) {
    if (marks == null) {
      told(chunk, count);
    } else {
      told(plain, marks.strip(chunk, count, plain));
    }
  }

  private void told(byte[] bytes, int count) {
    lines.append(bytes, count);
    pass(bytes, count);
  }

  private synchronized void pass(byte[] chunk, int count) {
    if (generation == 0) {
      held.write(chunk, 0, Math.min(count, HELD - held.size()));
      return;
    }
    release();
    write(chunk, count);
  }

  private void write(byte[] chunk, int count) {
    log.append(generation, chunk, 0, count);
    OutputStream target = through;
    if (target != null && !deaf) {
      try {
        target.write(chunk, 0, count);
        target.flush();
      } catch (IOException e) {
        deaf = true; // whoever listened has gone; the log has it all
      }
    }
  }

  private synchronized void end() {
    if (generation > 0) {
      release();
      log.end(generation);
    }
  }

  /** From now on it is this generation's; whether there is something to {@link #release}. */
  synchronized boolean become(int number) {
    generation = number;
    return held.size() > 0;
  }

  /** Hands on what it held; waits for whoever is slow to read it. */
  synchronized void release() {
    byte[] before = held.toByteArray();
    held.reset();
    if (before.length > 0) {
      write(before, before.length);
    }
  }

  /** The last lines so far. */
  List<String> tail() {
    return lines.tail();
  }
}
