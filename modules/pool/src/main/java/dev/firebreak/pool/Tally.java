package dev.firebreak.pool;

/**
 * What one worker's tasks took; the one that takes its place goes on with it. Of the thread that
 * tells the worker's results; whoever reads it meanwhile may miss the last ones.
 */
final class Tally {
  // Tasks that were sent by themselves ...
  final Histogram taskRun = new Histogram();
  final Histogram taskQueue = new Histogram();
  long resultBytes;

  // ... and the items of maps.
  final Histogram itemRun = new Histogram();
  final Histogram itemQueue = new Histogram();
  long chunks;

  /** Beside their runs, of those for which a worker waited. */
  final Histogram trip = new Histogram();

  void task(long queued, long ran, int bytes) {
    taskQueue.record(queued);
    taskRun.record(ran);
    resultBytes += bytes;
  }

  void items(long queued, long each, int count) {
    itemQueue.record(queued, count);
    itemRun.record(each, count);
    chunks++;
  }

  Tally add(Tally other) {
    taskRun.add(other.taskRun);
    taskQueue.add(other.taskQueue);
    itemRun.add(other.itemRun);
    itemQueue.add(other.itemQueue);
    trip.add(other.trip);
    resultBytes += other.resultBytes;
    chunks += other.chunks;
    return this;
  }
}
