package dev.firebreak.pool;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.RefusedException;
import java.util.Optional;

/**
 * What the pools of one task have together: never more heap than the task's own worker, and only so
 * many pools and workers.
 */
final class Share {
  private static final long MEBIBYTE = 1L << 20;

  private final long whole;
  private long heap;
  private int pools;
  private int workers;

  /**
   * Nothing is taken.
   *
   * @param whole bytes of heap that the task's own worker has; 0 where workers have none of their
   *     own
   */
  Share(long whole) {
    this.whole = whole;
  }

  /**
   * How many workers of a pool there is room for, at least 1: for one that is to have as many as
   * there are processors, which is no number that anybody has counted.
   */
  synchronized int fit(int most, int spares) {
    int rooms = (Defaults.NESTED_WORKERS - workers) / (1 + spares);
    long heaps = whole == 0 ? most : (whole - heap) / 2 / Defaults.LEAST_HEAP.bytes();
    return Math.clamp(Math.min(rooms, heaps), 1, most);
  }

  /** What one pool has of it. */
  record Taken(long heap, int workers) {}

  /**
   * Takes what a pool needs.
   *
   * @param count the most workers
   * @param spares for each of them
   * @param each what a worker's heap is to be
   * @param memory what all heaps are to be together; where neither is said, half of what is left
   * @throws RefusedException if that is more than there is
   */
  synchronized Taken take(
      int count, int spares, Optional<ByteSize> each, Optional<ByteSize> memory) {
    int all = count * (1 + spares);
    if (pools >= Defaults.NESTED_POOLS) {
      throw new RefusedException(
          "its task has %d open already, the most that there may be: close one"
              .formatted(Defaults.NESTED_POOLS),
          null);
    }
    if (workers + all > Defaults.NESTED_WORKERS) {
      throw new RefusedException(
          "%d workers, spares included, beside %d that its task has, are more than the %d that there may be: ask for fewer"
              .formatted(all, workers, Defaults.NESTED_WORKERS),
          null);
    }
    long takes = whole == 0 ? 0 : heap(count, each, memory) * count;
    heap += takes;
    pools++;
    workers += all;
    return new Taken(takes, all);
  }

  private long heap(int count, Optional<ByteSize> each, Optional<ByteSize> memory) {
    long left = whole - heap;
    long least = Defaults.LEAST_HEAP.bytes();
    long wanted;
    if (each.isPresent()) {
      wanted = each.get().bytes();
    } else if (memory.isPresent()) {
      wanted = Math.max(least, memory.get().bytes() / count / MEBIBYTE * MEBIBYTE);
    } else {
      wanted = Math.max(least, left / 2 / count / MEBIBYTE * MEBIBYTE);
    }
    if (wanted > left / count) {
      throw new RefusedException(
          "%d workers with a heap of %d MB each are more than the %d MB that are left of the %d MB of its task's own heap: ask for fewer workers or a smaller heap, or give the outer pool's workers more"
              .formatted(count, wanted / MEBIBYTE, left / MEBIBYTE, whole / MEBIBYTE),
          null);
    }
    return wanted;
  }

  /** Gives it back. */
  synchronized void give(Taken taken) {
    heap -= taken.heap();
    pools--;
    workers -= taken.workers();
  }
}
