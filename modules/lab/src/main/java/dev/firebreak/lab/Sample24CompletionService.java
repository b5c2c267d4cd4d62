/* Prints:
 *   3 are on their way
 *   small: 25
 *   medium: 1229
 *   large: 216816
 *   0 are left
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolCompletionService;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;

/**
 * Results in the order in which they are there. An ExecutorCompletionService would share memory
 * with its tasks; this is the pool's own.
 */
public final class Sample24CompletionService {
  private Sample24CompletionService() {}

  /** Submits the largest first and gets it last. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(2))) {
      PoolCompletionService<String> ended = pool.completionService();
      ended.submit(() -> "large: " + Sample01FirstMap.primes(3_000_000));
      ended.submit(() -> "small: " + Sample01FirstMap.primes(100));
      ended.submit(() -> "medium: " + Sample01FirstMap.primes(10_000));
      System.out.println(ended.pending() + " are on their way");

      while (ended.pending() > 0) {
        System.out.println(ended.take().get());
      }
      System.out.println(ended.pending() + " are left");
    }
  }
}
