/* Prints:
 *   3 ran out of its RUN clock of PT1S
 *   the next one: 111 steps
 *   4 ran out of its QUEUE clock of PT0.2S
 */
package dev.firebreak.lab;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;
import java.time.Duration;

/**
 * Limits: on how long a task runs, whose worker is then ended for good, and on how long it waits.
 */
public final class Sample06Timeouts {
  private Sample06Timeouts() {}

  /** One worker, so that the fourth task has to wait for it. */
  public static void main(String[] args) throws Exception {
    PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withRunDeadline(Duration.ofSeconds(1));

    try (Pool pool = ProcessPool.open(options)) {
      tell("3", pool.submit(() -> steps(3, true)));

      System.out.println("the next one: " + pool.submit(() -> steps(27, false)).join() + " steps");

      PoolFuture<Integer> busy = pool.submit(() -> steps(3, true));
      Pool hasty = pool.with(task -> task.withQueueDeadline(Duration.ofMillis(200)));
      tell("4", hasty.submit(() -> steps(4, false)));
      busy.cancel(true);
    }
  }

  static void tell(String what, PoolFuture<Integer> future) {
    try {
      System.out.println(what + " took " + future.join() + " steps");
    } catch (LimitException e) {
      System.out.println(what + " ran out of its " + e.clock() + " clock of " + e.limit());
    }
  }

  /** Collatz: halve the even, triple the odd and add one, until it is 1; or never, with a slip. */
  static int steps(long n, boolean slip) {
    int steps = 0;
    while (n != 1 || slip) {
      n = n % 2 == 0 ? n / 2 : 3 * n + 1;
      steps++;
    }
    return steps;
  }
}
