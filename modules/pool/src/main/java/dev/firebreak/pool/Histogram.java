package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often which times were seen: eight buckets for each doubling, so that what it tells is at
 * most an eighth too long. Recording costs a few nanoseconds and allocates nothing.
 * <!-- For maintainers. Of one writer at a time; read while it is written, it may lack what is being
 * recorded. Not HdrHistogram: its jar (2.2.2) is no module and has no name of one, and an automatic
 * module would keep whoever uses a pool from linking an image of their program. -->
 */
final class Histogram {
  /** Buckets a doubling, as a power of two. */
  private static final int FINE = 3;

  private static final int WIDTH = 1 << FINE;

  /** Times of more than 2^47 nanoseconds, 39 hours, are counted as that. */
  private static final int DOUBLINGS = 47;

  private final long[] counts = new long[(DOUBLINGS - FINE + 1) * WIDTH];
  private long total;
  private long max;

  void record(long nanos) {
    record(nanos, 1);
  }

  /** So many took that long each. */
  void record(long nanos, long count) {
    long time = Math.max(nanos, 0);
    counts[bucket(time)] += count;
    total += time * count;
    if (time > max) {
      max = time;
    }
  }

  private static int bucket(long nanos) {
    if (nanos < WIDTH) {
      return (int) nanos;
    }
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    if (power >= DOUBLINGS) {
      return (DOUBLINGS - FINE + 1) * WIDTH - 1;
    }
    int part = (int) (nanos >>> (power - FINE)) & (WIDTH - 1);
    return (power - FINE + 1) * WIDTH + part;
  }

  /** The longest time that is counted in a bucket. */
  private static long upTo(int bucket) {
    if (bucket < WIDTH) {
      return bucket;
    }
    int power = bucket / WIDTH + FINE - 1;
    long part = WIDTH + bucket % WIDTH + 1L;
    return (part << (power - FINE)) - 1;
  }

  /** Adds what another one has seen. */
  Histogram add(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    max = Math.max(max, other.max);
    return this;
  }

  long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  long total() {
    return total;
  }

  /** The time that this share of all took at most; 0 if there are none. */
  long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count()));
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      if (sum >= rank) {
        return Math.min(upTo(i), max);
      }
    }
    return max;
  }

  Insights.Times times() {
    return new Insights.Times(
        count(),
        Duration.ofNanos(quantile(0.5)),
        Duration.ofNanos(quantile(0.9)),
        Duration.ofNanos(quantile(0.99)),
        Duration.ofNanos(max),
        Duration.ofNanos(total),
        doublings());
  }

  /** From the first bucket that has any to the last, each twice as wide as the one before. */
  private List<Insights.Bucket> doublings() {
    List<Insights.Bucket> all = new ArrayList<>();
    int empty = 0;
    for (int at = 0; at < counts.length; at += WIDTH) {
      long sum = 0;
      for (int i = at; i < at + WIDTH; i++) {
        sum += counts[i];
      }
      if (sum == 0) {
        empty++;
        continue;
      }
      for (; empty > 0; empty--) {
        if (!all.isEmpty()) {
          all.add(new Insights.Bucket(Duration.ofNanos(upTo(at - empty * WIDTH + WIDTH - 1)), 0));
        }
      }
      all.add(new Insights.Bucket(Duration.ofNanos(upTo(at + WIDTH - 1)), sum));
    }
    return all;
  }
}
