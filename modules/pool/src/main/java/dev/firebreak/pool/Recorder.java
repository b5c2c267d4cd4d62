package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts and measures what a pool does. */
final class Recorder {
  private final LongAdder submitted = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder crashes = new LongAdder();
  private final LongAdder begun = new LongAdder();

  void submitted(int items) {
    submitted.add(items);
  }

  /** An item ended in its worker. */
  void ran(Job job, int item, long nanos, boolean ok) {
    if (ok) {
      succeeded.increment();
    } else {
      failed.increment();
    }
  }

  /** An item came to no result. */
  void failed(Job job, int item) {
    failed.increment();
  }

  /** A worker is ready. */
  void started(long nanos) {
    begun.increment();
  }

  void ended(Crew.Loss loss) {
    if (!loss.stopped()) {
      crashes.increment();
    }
  }

  Insights insights() {
    Insights.Times none =
        new Insights.Times(
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            List.of());
    return new Insights(
        submitted.sum(),
        succeeded.sum(),
        failed.sum(),
        crashes.sum(),
        begun.sum(),
        none,
        none,
        none,
        0,
        List.of(),
        List.of());
  }
}
