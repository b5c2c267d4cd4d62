/* Prints:
 *   REJECT: refused some of 100, and ran the others: true
 *   FAIL_FUTURE: each has a future, and some of them failed as refused: true
 *   BLOCK: all of 100 ran, as the submitter was made to wait
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WhenFull;
import dev.firebreak.processes.ProcessPool;
import java.util.ArrayList;
import java.util.List;

/** A queue without a bound is a full heap with a delay. This one has a bound, and three answers. */
public final class Sample18BoundedQueue {
  private static final int TASKS = 100;

  private Sample18BoundedQueue() {}

  /** Floods three small queues. */
  public static void main(String[] args) throws Exception {
    int[] rejecting = flood(WhenFull.REJECT);
    System.out.println(
        "REJECT: refused some of 100, and ran the others: "
            + (rejecting[0] > 0 && rejecting[2] > 0 && rejecting[0] + rejecting[2] == TASKS));

    int[] failing = flood(WhenFull.FAIL_FUTURE);
    System.out.println(
        "FAIL_FUTURE: each has a future, and some of them failed as refused: "
            + (failing[1] > 0 && failing[1] + failing[2] == TASKS));

    int[] blocking = flood(WhenFull.BLOCK);
    System.out.println("BLOCK: all of " + blocking[2] + " ran, as the submitter was made to wait");
  }

  /** How many were refused at once, how many by their future, and how many ran. */
  static int[] flood(WhenFull answer) throws Exception {
    int[] counts = new int[3];
    PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withQueue(10).withWhenFull(answer);

    try (Pool pool = ProcessPool.open(options)) {
      List<PoolFuture<Long>> futures = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        try {
          futures.add(pool.apply(Sample01FirstMap::primes, 20_000));
        } catch (RefusedException e) {
          counts[0]++;
        }
      }
      for (PoolFuture<Long> future : futures) {
        try {
          future.join();
          counts[2]++;
        } catch (RefusedException e) {
          counts[1]++;
        }
      }
    }
    return counts;
  }
}
