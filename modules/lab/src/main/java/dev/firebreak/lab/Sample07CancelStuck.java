/* Prints:
 *   it is running, and deaf to interrupts
 *   cancelled: true
 *   join: java.util.concurrent.CancellationException
 *   the next task ran in worker 1, generation 2
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/** cancel(true) really ends a task: asked, interrupted, then its worker is ended. */
public final class Sample07CancelStuck {
  private Sample07CancelStuck() {}

  /** Cancels a task that would run for ever. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(1))) {
      CountDownLatch begun = new CountDownLatch(1);
      Pool heard = pool.with(task -> task.withMessages(message -> begun.countDown()));

      PoolFuture<Boolean> stuck = heard.submit(() -> isPerfect(Long.MAX_VALUE));
      begun.await();
      System.out.println("it is running, and deaf to interrupts");

      System.out.println("cancelled: " + stuck.cancel(true));
      try {
        stuck.join();
      } catch (CancellationException e) {
        System.out.println("join: " + e.getClass().getName());
      }

      System.out.println(
          "the next task ran in "
              + pool.submit(
                      () -> {
                        WorkContext me = WorkContext.current();
                        return "worker " + me.worker() + ", generation " + me.generation();
                      })
                  .join());
    }
  }

  /** Whether a number is the sum of its divisors; this one takes centuries. */
  static boolean isPerfect(long number) {
    WorkContext.current().send("begun");
    long sum = 0;
    for (long divisor = 1; divisor < number; divisor++) {
      sum += number % divisor == 0 ? divisor : 0;
    }
    return sum == number;
  }
}
