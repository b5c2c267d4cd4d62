package dev.firebreak.processes;

import dev.firebreak.api.Defaults;
import dev.firebreak.pool.Hand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tasks of one worker write, kept for those that were asked for: of each stream the last
 * {@link Defaults#TASK_OUTPUT} bytes. Two threads write, one a stream; any may ask.
 */
final class TaskTexts implements Hand.Streams {
  private final Map<Long, Kept> asked = new ConcurrentHashMap<>();

  @Override
  public Hand.TaskText text(long task) {
    return asked.computeIfAbsent(task, number -> new Kept());
  }

  @Override
  public void forget(long task) {
    asked.remove(task);
  }

  /** Takes out of stdout, or of stderr, the marks and what is to be kept. */
  Marks marks(String token, boolean err) {
    return new Marks(
        token,
        (task, bytes, from, length) -> {
          Kept kept = asked.isEmpty() ? null : asked.get(task);
          if (kept != null) {
            (err ? kept.err : kept.out).add(bytes, from, length);
          }
        });
  }

  private static final class Kept implements Hand.TaskText {
    private final Tail out = new Tail();
    private final Tail err = new Tail();

    @Override
    public String stdout() {
      return out.text();
    }

    @Override
    public String stderr() {
      return err.text();
    }
  }

  /** The last bytes; a circle once it is full. */
  private static final class Tail {
    private static final int MOST = (int) Defaults.TASK_OUTPUT.bytes();
    private static final int FIRST = 256;

    private byte[] bytes = new byte[0];
    private long total;

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

    /** As long as it grows, nothing has been overwritten, so what there is stands at its head. */
    private void grow(int more) {
      if (bytes.length < MOST && total + more > bytes.length) {
        long wanted = Math.max(total + more, Math.max(FIRST, 2L * bytes.length));
        bytes = Arrays.copyOf(bytes, (int) Math.min(MOST, wanted));
      }
    }

    synchronized String text() {
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
