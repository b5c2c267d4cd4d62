package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what a pool does.
 * <!-- For maintainers. Times are kept for each worker apart, so that the threads that tell results
 * do not meet here; what is about workers' lives is rare, and under this object's monitor. -->
 */
final class Recorder {
  /** Fewer than this are those of workers that have just been born, which are slow. */
  private static final int TRIPS = 20;

  private final PoolOptions options;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicReferenceArray<@Nullable Tally> tallies;
  private final Slowest slowest = new Slowest();

  // Written under the dispatcher's lock.
  private final AtomicLong submitted = new AtomicLong();
  private final AtomicLong argumentBytes = new AtomicLong();

  // Under this monitor.
  private final Histogram starts = new Histogram();
  private final Map<String, Long> kills = new HashMap<>();
  private final long[] readySince;
  private long readyBefore;
  private int ready;
  private int mostReady;
  private long crashes;
  private final boolean[] stopped;
  private long replaced;

  Recorder(PoolOptions options) {
    this.options = options;
    this.tallies = new AtomicReferenceArray<>(options.maxWorkers());
    this.readySince = new long[options.maxWorkers()];
    this.stopped = new boolean[options.maxWorkers()];
  }

  // Tasks.

  /** A job was accepted; under the dispatcher's lock. */
  void submitted(Job job) {
    submitted.setRelease(submitted.getPlain() + job.count());
    argumentBytes.setRelease(argumentBytes.getPlain() + job.bytes());
  }

  /**
   * A task ended in its worker.
   *
   * @param now when that was heard
   * @param nanos how long it ran
   * @param bytes of its result
   */
  void ran(int worker, long now, Job task, long nanos, int bytes) {
    tally(worker).task(now - task.submitted - nanos, nanos, bytes);
    trip(worker, now, task, nanos);
    slowest.offer(task, 0, 1, nanos);
  }

  /**
   * Consecutive items of a chunk ended in their worker.
   *
   * @param nanos how long they ran, all together
   */
  void ran(int worker, long now, Job chunk, int from, int items, long nanos) {
    long each = nanos / items;
    tally(worker).items(now - chunk.submitted - nanos, each, items);
    trip(worker, now, chunk, nanos);
    slowest.offer(chunk, from, items, each);
  }

  /** What was queued, or sent behind another one, tells nothing of the way there and back. */
  private void trip(int worker, long now, Job job, long nanos) {
    if (job.sentAlone != 0) {
      tally(worker).trip.record(now - job.sentAlone - nanos);
    }
  }

  /** Items came to their ends, each to one. */
  void ended(int well, int badly) {
    if (well > 0) {
      succeeded.add(well);
    }
    if (badly > 0) {
      failed.add(badly);
    }
  }

  private Tally tally(int worker) {
    Tally known = tallies.get(worker - 1);
    if (known != null) {
      return known;
    }
    Tally made = new Tally();
    Tally other = tallies.compareAndExchange(worker - 1, null, made);
    return other == null ? made : other;
  }

  // Workers.

  /** A worker is ready, so long after it was hired or the one before it had died. */
  synchronized void started(int worker, long now, long took) {
    starts.record(took);
    readySince[worker - 1] = now;
    ready++;
    mostReady = Math.max(mostReady, ready);
    if (stopped[worker - 1]) {
      stopped[worker - 1] = false;
      replaced++;
    }
  }

  synchronized void ended(Crew.Loss loss, long now) {
    int seat = loss.worker() - 1;
    stopped[seat] = loss.stopped();
    if (!loss.stopped() && loss.verdict().cause() != Verdict.Cause.OVERDUE) {
      crashes++;
    }
    if (readySince[seat] != 0) {
      readyBefore += now - readySince[seat];
      readySince[seat] = 0;
      ready--;
    }
  }

  /** A job's item had been begun when its worker died. */
  synchronized void killed(Job job) {
    String name = job.terms.name().isEmpty() ? job.function.title() : job.terms.name();
    kills.merge(name, 1L, Long::sum);
  }

  private long readyUntil(long now) {
    long all = readyBefore;
    for (long since : readySince) {
      all += since == 0 ? 0 : now - since;
    }
    return all;
  }

  // What comes of it.

  /**
   * All of it.
   *
   * @param running how long the items that run now have been running, all together
   */
  synchronized Insights insights(long now, long running) {
    Tally all = new Tally();
    for (int i = 0; i < tallies.length(); i++) {
      Tally one = tallies.get(i);
      if (one != null) {
        all.add(one);
      }
    }
    Histogram run = new Histogram().add(all.taskRun).add(all.itemRun);
    Histogram queue = new Histogram().add(all.taskQueue).add(all.itemQueue);
    long life = readyUntil(now);
    double busy = life <= 0 ? 0 : Math.min(1, (double) (run.total() + running) / life);
    List<String> advice = Advice.of(facts(all, life, busy));
    return new Insights(
        submitted.get(),
        succeeded.sum(),
        failed.sum(),
        crashes,
        starts.count(),
        queue.times(),
        run.times(),
        starts.times(),
        busy,
        slowest.list(),
        advice);
  }

  private Facts facts(Tally all, long life, double busy) {
    Map.Entry<String, Long> worst =
        kills.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry("", 0L));
    return new Facts(
        mostReady,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofNanos(life),
        busy,
        starts.count(),
        Duration.ofNanos(starts.quantile(0.5)),
        Duration.ofNanos(starts.total()),
        Duration.ofNanos(all.trip.count() < TRIPS ? 0 : all.trip.quantile(0.1)),
        all.taskRun.count(),
        Duration.ofNanos(all.taskRun.quantile(0.5)),
        Duration.ofNanos(all.taskQueue.quantile(0.5)),
        all.itemRun.count(),
        Duration.ofNanos(all.itemRun.quantile(0.5)),
        Duration.ofNanos(all.itemQueue.quantile(0.5)),
        options.chunk(),
        Duration.ofNanos(all.itemRun.total() / Math.max(1, all.chunks)),
        all.resultBytes,
        argumentBytes.get(),
        crashes,
        worst.getKey(),
        worst.getValue(),
        options.quarantine(),
        replaced,
        options.spares());
  }
}
