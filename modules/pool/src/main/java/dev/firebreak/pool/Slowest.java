package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.Varint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ten tasks that ran longest. What is kept of one is its arguments as they were sent; they
 * become text when somebody asks.
 * <!-- For maintainers. `bar` is read without the monitor: most tasks are no candidates, and for
 * these that read is all. -->
 */
final class Slowest {
  private static final int MOST = 10;

  /** Larger arguments are not kept: ten of them would be a leak. */
  private static final int KEPT = 256 * 1024;

  private static final int TEXT = 200;

  /**
   * One task, or a chunk whose items took that long each.
   *
   * @param from where its arguments begin: a function may stand before them
   * @param item which of the payload's; its arguments stand behind their length if it is a chunk's
   * @param items how many are meant
   */
  private record Entry(
      String task,
      Codec codec,
      Sent payload,
      int from,
      int arguments,
      boolean chunk,
      int item,
      int items,
      long nanos) {}

  /** Bytes that were sent. */
  private static final class Sent {
    final byte @Nullable [] bytes;
    final int length;

    Sent(byte[] payload) {
      bytes = payload.length > KEPT ? null : payload;
      length = payload.length;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private volatile long bar = -1;

  /** Items of a job, each of which ran that long. */
  void offer(Job job, int item, int items, long nanos) {
    if (nanos > bar) {
      enter(job, item, items, nanos);
    }
  }

  private synchronized void enter(Job job, int item, int items, long nanos) {
    if (nanos <= bar) {
      return;
    }
    String name = job.terms.name().isEmpty() ? job.function.title() : job.terms.name();
    entries.add(
        new Entry(
            name,
            job.function.codec(),
            new Sent(job.payload),
            job instanceof Chunk || job.function.fixed()
                ? 0
                : Integer.BYTES + job.function.bytes().length,
            job.arguments,
            job instanceof Chunk,
            item,
            items,
            nanos));
    entries.sort(Comparator.comparingLong(Entry::nanos).reversed());
    if (entries.size() > MOST) {
      entries.removeLast();
    }
    if (entries.size() == MOST) {
      bar = entries.getLast().nanos();
    }
  }

  List<Insights.Slow> list() {
    List<Entry> all;
    synchronized (this) {
      all = List.copyOf(entries);
    }
    return all.stream().map(Slowest::told).toList();
  }

  private static Insights.Slow told(Entry entry) {
    String each = entry.items == 1 ? "" : " (each of %d items of a chunk)".formatted(entry.items);
    return new Insights.Slow(
        entry.task + each, cut(arguments(entry)), Duration.ofNanos(entry.nanos));
  }

  private static String cut(String text) {
    return text.length() <= TEXT ? text : text.substring(0, TEXT - 4) + " ...";
  }

  private static String arguments(Entry entry) {
    byte[] bytes = entry.payload.bytes;
    if (entry.arguments == 0) {
      return "";
    }
    if (bytes == null) {
      return "(%d bytes)".formatted(entry.payload.length);
    }
    try {
      int from = entry.from;
      int to = bytes.length;
      if (entry.chunk) {
        int at = new Records(bytes, bytes.length).skip(entry.item);
        long length = Varint.get(bytes, at);
        from = at + Varint.size(length);
        to = from + (int) length;
      }
      return text(entry.codec.decoder().of(bytes, from, to), entry.arguments)
          + (entry.items == 1 ? "" : " and %d more".formatted(entry.items - 1));
    } catch (CodecException e) {
      return "(what cannot be shown here: %s)".formatted(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      return "(its toString threw %s)".formatted(e.getClass().getName());
    }
  }

  private static String text(Decoder decoder, int arguments) throws CodecException {
    @Nullable Object[] values = new @Nullable Object[arguments];
    for (int i = 0; i < arguments; i++) {
      values[i] = decoder.value("argument");
    }
    String all = Arrays.deepToString(values); // arrays within are written out as well
    return all.substring(1, all.length() - 1);
  }
}
