/* Prints:
 *   tasks: 2001, of which failed: 1
 *   the slowest: the big one
 *   it ran for <ms> ms, the median for <us> us
 *   advice: <words>
 */
package dev.firebreak.lab;

import dev.firebreak.api.Insights;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;

/** What a pool has measured: where the time went, what was slow, and what to do about it. */
public final class Sample23Insights {
  private Sample23Insights() {}

  /** Submits a big task, and many small ones, each when the one before has ended. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(2))) {
      PoolFuture<?> big =
          pool.with(task -> task.withName("the big one"))
              .apply(Sample01FirstMap::primes, 1_000_000);
      for (int i = 0; i < 2_000; i++) {
        var _ = pool.apply(Integer::parseInt, i == 7 ? "seven" : "" + i).outcome();
      }
      var _ = big.outcome();

      Insights measured = pool.insights();
      System.out.println(
          "tasks: " + measured.submitted() + ", of which failed: " + measured.failed());
      System.out.println("the slowest: " + measured.slowest().getFirst().task());
      System.out.println(
          "it ran for "
              + measured.slowest().getFirst().ran().toMillis()
              + " ms, the median for "
              + measured.runTime().p50().toNanos() / 1_000
              + " us");
      measured.advice().stream().limit(1).forEach(words -> System.out.println("advice: " + words));
    }
  }
}
