package dev.firebreak.processes;

import dev.firebreak.supervisor.Worker.Gc;
import java.time.Duration;

/**
 * Reads the lines of a JVM's log of garbage collection, whatever its collector, and says how much
 * of a span that took and how full the heap was behind it:
 *
 * <pre>
 * [0.004s][13941185863237ns][gc,init] Heap Max Capacity: 48M
 * [0.039s][13941220919165ns][gc     ] GC(0) Pause Young (Allocation Failure) 14M->13M(46M) 10.292ms
 * [3.333s][13964988840404ns][gc     ] GC(1131) Major Collection (Allocation Stall) 48M(100%)->44M(92%) 0.009s
 * [3.339s][13964995710982ns][gc     ] Allocation Stall (main) 7.719ms
 * </pre>
 *
 * Time is what the program's threads stood still for: pauses, and stalls of an allocation behind a
 * collector that works beside the program. Cycles beside it take none. Stamps are the child's
 * {@link System#nanoTime()}, which compares with ours.
 * <!-- For maintainers. A ring of slots holds the last 100 s; all but the stamps may be a lie of the
 * program's, which can write to that file too: a lie costs nobody but itself. -->
 */
final class GcMeter {
  private static final long SLOT = 200_000_000;
  private static final int SLOTS = 512;

  /** Serial and Parallel never use one survivor space; what they have else is all there is. */
  private static final double MOST_OF_IT = 0.85;

  private final long[] slots = new long[SLOTS];
  private final int[] spent = new int[SLOTS];
  private final int[] counts = new int[SLOTS];
  private final float[] full = new float[SLOTS];
  private long covered;
  private long most; // bytes of heap at most; 0 while that is not known

  /** Takes the next line. */
  void line(String line) {
    int stamp = line.indexOf("][");
    int unit = line.indexOf("ns][", stamp);
    int text = line.indexOf("] ", unit);
    if (stamp < 0 || unit < 0 || text < 0) {
      return;
    }
    try {
      long at = Long.parseLong(line.substring(stamp + 2, unit));
      if (at > 0 && at < Long.MAX_VALUE / 2) {
        read(at, line.substring(text + 2).strip());
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // A line that was cut or made up says nothing.
    }
  }

  private void read(long at, String text) {
    int capacity = text.indexOf("Max Capacity: ");
    if (capacity >= 0 && !text.startsWith("Soft")) {
      most = bytes(text.substring(capacity + "Max Capacity: ".length()));
    } else if (text.contains(" Pause ") || text.startsWith("Allocation Stall (")) {
      boolean over = text.endsWith("ms");
      int from = text.lastIndexOf(' ');
      if (over && from > 0) {
        double millis = Double.parseDouble(text.substring(from + 1, text.length() - 2));
        took(at, (long) (millis * 1e6));
        after(at, text.substring(0, from));
      }
    } else if (text.startsWith("GC(") && text.contains(" Collection (")) {
      after(at, text.substring(0, Math.max(0, text.lastIndexOf(' '))));
    }
  }

  private void took(long end, long nanos) {
    long from = Math.max(Math.max(end - nanos, covered), end - SLOT * (SLOTS - 1));
    covered = Math.max(covered, end);
    while (from < end) {
      long until = Math.min(end, (from / SLOT + 1) * SLOT);
      spent[slot(from)] += (int) (until - from);
      from = until;
    }
  }

  /** What is left: {@code ... 44M->36M(46M)} or {@code ... 48M(100%)->44M(92%)}. */
  private void after(long at, String text) {
    int arrow = text.lastIndexOf("->");
    int open = text.indexOf('(', arrow);
    if (arrow < 0 || open < 0) {
      return;
    }
    long left = bytes(text.substring(arrow + 2, open));
    String behind = text.substring(open + 1, Math.max(open + 1, text.indexOf(')', open)));
    long capacity = behind.endsWith("%") ? most : bytes(behind);
    long all = capacity >= most * MOST_OF_IT ? capacity : most;
    int slot = slot(at);
    counts[slot]++;
    if (all > 0) {
      full[slot] = Math.min(full[slot], (float) left / all);
    }
  }

  private static long bytes(String size) {
    char unit = size.charAt(size.length() - 1);
    int shift =
        switch (unit) {
          case 'K' -> 10;
          case 'M' -> 20;
          case 'G' -> 30;
          default -> throw new NumberFormatException(size);
        };
    return Long.parseLong(size.substring(0, size.length() - 1)) << shift;
  }

  private int slot(long at) {
    long number = at / SLOT;
    int slot = (int) Math.floorMod(number, (long) SLOTS);
    if (slots[slot] != number) {
      slots[slot] = number;
      spent[slot] = 0;
      counts[slot] = 0;
      full[slot] = 1;
    }
    return slot;
  }

  /** What was seen between two moments; as full as the heap was when it was least so. */
  Gc between(long from, long to) {
    long time = 0;
    int count = 0;
    float least = 1;
    for (int i = 0; i < SLOTS; i++) {
      long begin = slots[i] * SLOT;
      if (begin + SLOT > from && begin < to && slots[i] > 0) {
        long within = Math.min(begin + SLOT, to) - Math.max(begin, from);
        time += spent[i] * within / SLOT;
        count += counts[i];
        least = counts[i] > 0 ? Math.min(least, full[i]) : least;
      }
    }
    long span = Math.max(0, to - from);
    return new Gc(
        Duration.ofNanos(span),
        Duration.ofNanos(Math.min(time, span)),
        count == 0 ? 0 : least,
        count);
  }
}
