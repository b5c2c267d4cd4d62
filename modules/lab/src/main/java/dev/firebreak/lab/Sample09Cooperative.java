/* Prints:
 *   the search runs
 *   the task saw it, and stopped between two blocks: true
 *   its worker lives on: generation 1
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;

/** A task that looks at cancelled() ends in order, and its worker is not killed. */
public final class Sample09Cooperative {
  private static final int BLOCK = 1_000;

  private Sample09Cooperative() {}

  /** Starts a search without an end, and cancels it. */
  public static void main(String[] args) throws Exception {
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(1))) {
      Pool heard =
          pool.with(task -> task.withMessages(message -> told.add(String.valueOf(message))));
      PoolFuture<Long> search = heard.submit(Sample09Cooperative::search);
      System.out.println("the search " + told.take());

      search.cancel(true);
      long looked = Long.parseLong(String.valueOf(told.take()));
      System.out.println(
          "the task saw it, and stopped between two blocks: " + (looked % BLOCK == 0));

      int generation = pool.submit(() -> WorkContext.current().generation()).join();
      System.out.println("its worker lives on: generation " + generation);
    }
  }

  /** Looks for an odd perfect number, block by block. */
  static long search() {
    WorkContext me = WorkContext.current();
    me.send("runs");
    long looked = 0;
    while (!me.cancelled()) {
      long perfect =
          LongStream.rangeClosed(looked + 1, looked + BLOCK)
              .filter(n -> n % 2 == 1 && divisors(n) == n)
              .findFirst()
              .orElse(0);
      if (perfect > 0) {
        return perfect;
      }
      looked += BLOCK;
    }
    me.send(looked);
    return 0;
  }

  static long divisors(long n) {
    return LongStream.range(1, n).filter(divisor -> n % divisor == 0).sum();
  }
}
