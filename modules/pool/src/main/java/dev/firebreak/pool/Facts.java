package dev.firebreak.pool;

import java.time.Duration;

/**
 * The numbers that advice rests on.
 *
 * @param workers the most that were ready at once
 * @param ready how long workers were ready, all together
 * @param busy the share of that in which they ran tasks
 * @param trip a tenth of those that went to a worker that waited for one needed less than this
 *     beside their run: what sending one and hearing of its end takes; 0 if they were too few
 * @param tasks that were sent by themselves
 * @param items of maps
 * @param chunk the size of chunks that was asked for; 0 for none
 * @param chunkRun how long a chunk ran on average
 * @param killer what most of the workers that died were running; empty if nobody died
 * @param kills how many
 * @param replaced workers that took the place of one that the pool had stopped
 */
record Facts(
    int workers,
    int processors,
    Duration ready,
    double busy,
    long starts,
    Duration startMedian,
    Duration startTotal,
    Duration trip,
    long tasks,
    Duration taskRun,
    Duration taskQueue,
    long items,
    Duration itemRun,
    Duration itemQueue,
    int chunk,
    Duration chunkRun,
    long resultBytes,
    long argumentBytes,
    long crashes,
    String killer,
    long kills,
    int quarantine,
    long replaced,
    int spares) {

  /** Of the time of workers, the share in which they were being started. */
  double starting() {
    double all = startTotal.toNanos() + (double) ready.toNanos();
    return all == 0 ? 0 : startTotal.toNanos() / all;
  }

  /** Bytes of a task's result on average; of those sent by themselves. */
  long resultEach() {
    return tasks == 0 ? 0 : resultBytes / tasks;
  }

  /** Bytes that were sent for a task on average. */
  long argumentEach() {
    return tasks + items == 0 ? 0 : argumentBytes / (tasks + items);
  }

  /** So many workers would be busy seven tenths of their time. */
  int enough() {
    return Math.max(1, (int) Math.ceil(busy * workers / 0.7));
  }
}
