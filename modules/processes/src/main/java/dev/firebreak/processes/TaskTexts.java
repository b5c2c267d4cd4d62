package dev.firebreak.processes;

import dev.firebreak.api.Defaults;
import dev.firebreak.pool.Hand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the tasks of one worker wrote last, or are writing: of each stream the last {@link
 * Defaults#TASK_OUTPUT} bytes. Two threads write, one a stream; any may ask. Those who ask are
 * given what they may keep; here only some tasks are remembered.
 */
final class TaskTexts implements Hand.Streams {
  /** More than a worker is sent ahead: output and results overtake each other by no more. */
  private static final int REMEMBERED = 8192;

  /** A result may overtake what its task wrote; longer than that it does not, on any machine. */
  private static final long PATIENCE_MILLIS = 1000;

  private final Map<Long, Kept> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Kept> eldest) {
          if (size() <= REMEMBERED) {
            return false;
          }
          forgotten = Math.max(forgotten, eldest.getKey());
          return true;
        }
      };
  private long forgotten;
  private boolean over;

  @Override
  public Hand.TaskText text(long task) {
    return kept(task);
  }

  private Kept kept(long task) {
    synchronized (known) {
      Kept kept = known.get(task);
      if (kept == null) {
        kept = new Kept();
        known.put(task, kept);
        if (over || task <= forgotten) {
          kept.end(); // nobody is to wait for what was lost
        }
      }
      return kept;
    }
  }

  @Override
  public void forget(long task) {
    synchronized (known) {
      known.remove(task);
    }
  }

  /** Its process has ended, and all that it wrote was read. */
  void end() {
    synchronized (known) {
      over = true;
      known.values().forEach(Kept::end);
    }
  }

  /** Takes out of stdout, or of stderr, the marks and what is to be kept. */
  Marks marks(String token, boolean err) {
    return new Marks(
        token,
        new Marks.Owner() {
          @Override
          public void wrote(long task, byte[] bytes, int from, int length) {
            if (task != Marks.NONE) {
              kept(task).tail(err).add(bytes, from, length);
            }
          }

          @Override
          public void ended(long task) {
            kept(task).tail(err).end();
          }
        });
  }

  private static final class Kept implements Hand.TaskText {
    private final Tail out = new Tail();
    private final Tail err = new Tail();
    private volatile boolean awaited;

    @Override
    public Hand.TaskText whole() {
      awaited = true;
      return this;
    }

    Tail tail(boolean ofErr) {
      return ofErr ? err : out;
    }

    void end() {
      out.end();
      err.end();
    }

    @Override
    public String stdout() {
      return out.text(awaited);
    }

    @Override
    public String stderr() {
      return err.text(awaited);
    }
  }

  /** The last bytes; a circle once it is full. */
  private static final class Tail {
    private static final int MOST = (int) Defaults.TASK_OUTPUT.bytes();
    private static final int FIRST = 256;

    private byte[] bytes = new byte[0];
    private long total;
    private boolean ended;

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized void add(byte[] source, int from, int length) {
      int skipped = Math.max(0, length - MOST);
      grow(length - skipped);
      total += skipped;
      for (int done = skipped; done < length; ) {
        int at = (int) (total % bytes.length);
        int part = Math.min(length - done, bytes.length - at);
        System.arraycopy(source, from + done, bytes, at, part);
        done += part;
        total += part;
      }
    }

    private synchronized void awaitEnd() {
      long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
      for (long left = PATIENCE_MILLIS; left > 0 && !ended; ) {
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return; // what is there is told
        }
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
    }

    /** As long as it grows, nothing has been overwritten, so what there is stands at its head. */
    private void grow(int more) {
      if (bytes.length < MOST && total + more > bytes.length) {
        long wanted = Math.max(total + more, Math.max(FIRST, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, wanted));
      }
    }

    synchronized String text(boolean whole) {
      if (whole) {
        awaitEnd();
      }
      if (total <= bytes.length) {
        return new String(bytes, 0, (int) total, StandardCharsets.UTF_8);
      }
      int head = (int) (total % bytes.length);
      byte[] line = new byte[bytes.length];
      System.arraycopy(bytes, head, line, 0, bytes.length - head);
      System.arraycopy(bytes, 0, line, bytes.length - head, head);
      int from = 0;
      while (from < 4 && (line[from] & 0xC0) == 0x80) {
        from++; // the rest of a character that was cut
      }
      return new String(line, from, line.length - from, StandardCharsets.UTF_8);
    }
  }
}
