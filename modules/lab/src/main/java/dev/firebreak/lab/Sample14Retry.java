/* Prints:
 *   never run again: lost after 1 attempt
 *   idempotent(2): 78498 primes at attempt 3
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.Retry;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.processes.ProcessPool;

/**
 * By default a task is begun at most once, as it may have done half of its work. One that does no
 * harm when it runs twice says so, and is run again where its worker died.
 */
public final class Sample14Retry {
  private Sample14Retry() {}

  /** Runs a task whose first workers die, without a retry and with two. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      try {
        System.out.println(pool.apply(Sample14Retry::primes, 1_000_000).join());
      } catch (WorkerDiedException e) {
        System.out.println("never run again: lost after 1 attempt");
      }

      Pool again = pool.with(task -> task.withRetry(Retry.idempotent(2)));
      System.out.println("idempotent(2): " + again.apply(Sample14Retry::primes, 1_000_000).join());
    }
  }

  static String primes(int below) {
    int attempt = WorkContext.current().attempt();
    if (attempt < 3) {
      Runtime.getRuntime().halt(1); // say, the machine was short of memory
    }
    return Sample01FirstMap.primes(below) + " primes at attempt " + attempt;
  }
}
