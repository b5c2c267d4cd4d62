package dev.firebreak.api;

import java.time.Duration;
import java.util.List;

/**
 * What a pool has measured; {@link #toString} is a report for people. Of an item of a map that was
 * sent together with others, the times are the average of these: measuring each would cost more
 * than a small item.
 *
 * @param submitted tasks, items of maps included
 * @param succeeded that returned
 * @param failed that threw, crashed, struck a limit or were cancelled
 * @param crashes workers that died while the pool had not stopped them
 * @param begun workers that were started, those that took another's place included
 * @param queueTime from the submission to the begin
 * @param runTime from the begin to the end, in the worker
 * @param startTime of workers, from the spawn until ready
 * @param utilization of the workers' time so far, the share in which they ran tasks, 0 to 1
 * @param slowest the longest that ended, longest first, at most ten
 * @param advice in words, each with the numbers that it rests on
 */
public record Insights(
    long submitted,
    long succeeded,
    long failed,
    long crashes,
    long begun,
    Times queueTime,
    Times runTime,
    Times startTime,
    double utilization,
    List<Slow> slowest,
    List<String> advice) {

  /** Copies what it is given. */
  public Insights {
    slowest = List.copyOf(slowest);
    advice = List.copyOf(advice);
  }

  /** A time for people, in the unit that suits it: {@code 40 us}, {@code 1.2 ms}, {@code 3.1 s}. */
  public static String words(Duration time) {
    return InsightsReport.words(time);
  }

  /** Some aligned lines for people: counts, times with their histograms, slow tasks and advice. */
  @Override
  public String toString() {
    return InsightsReport.of(this);
  }

  /**
   * A distribution.
   *
   * @param count how many
   * @param p50 the median; as p90 and p99 at most an eighth too long
   * @param p90 ninety of a hundred took at most this
   * @param p99 ninety-nine of a hundred
   * @param max the longest
   * @param total all together
   * @param histogram for people: a line a bucket, each bucket twice as wide as the one before
   */
  public record Times(
      long count,
      Duration p50,
      Duration p90,
      Duration p99,
      Duration max,
      Duration total,
      List<Bucket> histogram) {
    /** Copies what it is given. */
    public Times {
      histogram = List.copyOf(histogram);
    }
  }

  /**
   * A part of a histogram.
   *
   * @param upTo the longest time in it
   * @param count how many
   */
  public record Bucket(Duration upTo, long count) {}

  /**
   * A task that took long.
   *
   * @param task its name or function
   * @param argument its argument as text, cut; empty where it had none
   * @param ran how long
   */
  public record Slow(String task, String argument, Duration ran) {}
}
