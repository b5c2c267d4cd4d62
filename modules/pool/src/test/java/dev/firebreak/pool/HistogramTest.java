package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Insights;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HistogramTest {
  @Test
  void aQuantileIsFurtherFromTheTruthThanAnEighth() {
    Random random = new Random(7);
    long[] times = random.longs(10_000, 0, 45).map(power -> random.nextLong(2L << power)).toArray();
    Histogram histogram = new Histogram();
    for (long time : times) {
      histogram.record(time);
    }
    java.util.Arrays.sort(times);

    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long truth = times[(int) Math.ceil(share * times.length) - 1];
      long told = histogram.quantile(share);

      assertTrue(told >= truth && told <= truth * 9 / 8 + 1, share + ": " + told + " " + truth);
    }
  }

  @Test
  void smallTimesAreExact() {
    Histogram histogram = new Histogram();
    for (int time = 0; time < 10; time++) {
      histogram.record(time);
    }

    assertEquals(4, histogram.quantile(0.5));
    assertEquals(45, histogram.total());
    assertEquals(10, histogram.count());
  }

  @Test
  void aTimeIsBeyondAllBuckets() {
    Histogram histogram = new Histogram();
    histogram.record(Long.MAX_VALUE);
    histogram.record(-5);

    assertEquals(0, histogram.quantile(0.5));
    assertEquals(Duration.ofNanos(Long.MAX_VALUE), histogram.times().max());
  }

  @Test
  void nothingWasRecorded() {
    Insights.Times times = new Histogram().times();

    assertEquals(0, times.count());
    assertEquals(Duration.ZERO, times.p99());
    assertEquals(List.of(), times.histogram());
  }

  @Test
  void bucketsAreTwiceAsWideAsTheOnesBeforeThemWithoutAGap() {
    Histogram histogram = new Histogram();
    histogram.record(100, 3);
    histogram.record(1000, 5);

    List<Insights.Bucket> buckets = histogram.times().histogram();

    assertEquals(List.of(bucket(127, 3), bucket(255, 0), bucket(511, 0), bucket(1023, 5)), buckets);
  }

  @Test
  void twoAreAddedToOne() {
    Histogram one = new Histogram();
    one.record(10);
    Histogram other = new Histogram();
    other.record(1000, 2);

    one.add(other);

    assertEquals(3, one.count());
    assertEquals(2010, one.total());
    assertEquals(1000, one.quantile(1));
  }

  private static Insights.Bucket bucket(long upTo, long count) {
    return new Insights.Bucket(Duration.ofNanos(upTo), count);
  }
}
