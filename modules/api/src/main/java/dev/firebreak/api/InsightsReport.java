package dev.firebreak.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Insights as text. */
final class InsightsReport {
  private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

  private InsightsReport() {}

  static String of(Insights it) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "tasks     %,d submitted, %,d succeeded, %,d failed",
        it.submitted(),
        it.succeeded(),
        it.failed());
    line(
        text,
        "workers   %,d started, %,d crashed, busy %.0f %% of their time",
        it.begun(),
        it.crashes(),
        it.utilization() * 100);
    line(
        text,
        "%-9s %11s %9s %9s %9s %9s %9s",
        "",
        "count",
        "median",
        "90 %",
        "99 %",
        "longest",
        "in all");
    times(text, "queued", it.queueTime());
    times(text, "ran", it.runTime());
    times(text, "started", it.startTime());
    for (int i = 0; i < it.slowest().size(); i++) {
      Insights.Slow slow = it.slowest().get(i);
      String argument = slow.argument().isEmpty() ? "" : ": " + slow.argument();
      line(
          text,
          "%-9s %11s %s%s",
          i == 0 ? "slowest" : "",
          words(slow.ran()),
          slow.task(),
          argument.replace('\n', ' '));
    }
    for (int i = 0; i < it.advice().size(); i++) {
      line(text, "%-9s %s", i == 0 ? "advice" : "", it.advice().get(i));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values).stripTrailing()).append('\n');
  }

  private static void times(StringBuilder text, String name, Insights.Times times) {
    if (times.count() == 0) {
      return;
    }
    line(
        text,
        "%-9s %,11d %9s %9s %9s %9s %9s  %s",
        name,
        times.count(),
        words(times.p50()),
        words(times.p90()),
        words(times.p99()),
        words(times.max()),
        words(times.total()),
        histogram(times.histogram()));
  }

  /** A block a bucket between the two ends; one that is not empty is never blank. */
  private static String histogram(List<Insights.Bucket> buckets) {
    long most = buckets.stream().mapToLong(Insights.Bucket::count).max().orElse(0);
    StringBuilder bars = new StringBuilder();
    for (Insights.Bucket bucket : buckets) {
      int height = most == 0 ? 0 : (int) Math.ceil(8.0 * bucket.count() / most);
      bars.append(BLOCKS.charAt(height));
    }
    return buckets.isEmpty()
        ? ""
        : "%s %s %s"
            .formatted(words(buckets.getFirst().upTo()), bars, words(buckets.getLast().upTo()));
  }

  static String words(Duration time) {
    if (time.compareTo(Duration.ofMinutes(2)) >= 0) {
      return Story.time(time);
    }
    long nanos = time.toNanos();
    if (nanos < 1000) {
      return nanos + " ns";
    }
    double value = nanos;
    String unit = "s";
    for (String smaller : List.of("us", "ms")) {
      value /= 1000;
      if (value < 999.5) {
        unit = smaller;
        break;
      }
    }
    value = unit.equals("s") ? nanos / 1e9 : value;
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, unit);
  }
}
