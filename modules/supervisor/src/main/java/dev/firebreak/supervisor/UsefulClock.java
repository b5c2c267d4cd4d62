package dev.firebreak.supervisor;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JVM's time is spent usefully: by windows, how much of it garbage collection took, how
 * full the heap was behind it, and how fast the task went on meanwhile. Each alone is healthy: a
 * heap that is half empty may be collected most of the time, a full one may rest, and a task may
 * come to a slow part. Two windows with all three are thrash.
 *
 * <p>Of who tells no progress only the extreme is told, and nobody is killed for it.
 */
final class UsefulClock implements Clock {
  /** What is left of the usual rate; at 90 % in garbage collection it is a quarter and less. */
  private static final double FELL = 0.5;

  /** No room and no time are left, whatever the program does. */
  private static final double EXTREME = 0.9;

  private final Worker worker;
  private final Limits limits;
  private long from;
  private long counted;
  private double usual = -1; // progress a second, in windows without thrash
  private int row;
  private @Nullable Finding finding;

  UsefulClock(Worker worker, Limits limits, long now) {
    this.worker = worker;
    this.limits = limits;
    this.from = now;
  }

  @Override
  public @Nullable Finding look(long now, long floor) {
    Worker.Gc gc = worker.gc(from);
    if (gc.within().compareTo(limits.health().window()) < 0) {
      return finding;
    }
    long count = worker.progress();
    double rate = (count - counted) / (gc.within().toNanos() / 1e9);
    boolean known = worker.lastProgress() != 0;
    boolean full = gc.collections() > 0 && thrashes(gc);
    boolean fell = known ? rate <= usual * FELL || rate == 0 : extreme(gc);
    if (full && fell) {
      row++;
      finding = finding(gc, rate, known);
    } else {
      row = 0;
      finding = null;
      if (known && !full) {
        usual = usual < 0 ? rate : (usual + rate) / 2;
      }
    }
    from += gc.within().toNanos();
    counted = count;
    return finding;
  }

  /** Whether next to nothing but garbage collection happens, in a heap that stays full. */
  static boolean thrashes(Worker.Gc gc) {
    return gc.share() >= Defaults.GC_SHARE && gc.full() >= Defaults.GC_FULL;
  }

  private static boolean extreme(Worker.Gc gc) {
    return gc.share() >= EXTREME && gc.full() >= EXTREME;
  }

  private Finding finding(Worker.Gc gc, double rate, boolean known) {
    String progress =
        !known
            ? "it tells no progress, so it is not ended for that"
            : usual < 0
                ? "it made no progress"
                : "its progress fell from %.1f to %.1f a second".formatted(usual, rate);
    return new Finding(
        "useful time",
        Verdict.Cause.GC_THRASH,
        known && row > 1 ? Grade.CLIMB : Grade.WATCH,
        "%s, and %s".formatted(words(gc), progress),
        from,
        limits.health().window(),
        numbers(gc));
  }

  static String words(Worker.Gc gc) {
    return "garbage collection took %s of %s and left the heap %s full"
        .formatted(
            Clock.percent(gc.share()),
            Clock.seconds(gc.within().toNanos()),
            Clock.percent(gc.full()));
  }

  static Map<String, String> numbers(Worker.Gc gc) {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("GC share of the time", Clock.percent(gc.share()));
    numbers.put("heap full after GC", Clock.percent(gc.full()));
    numbers.put("collections", Integer.toString(gc.collections()));
    numbers.put("seen for", Clock.seconds(gc.within().toNanos()));
    return numbers;
  }

  @Override
  public void excuse(long now) {
    from = now;
    counted = worker.progress();
  }
}
