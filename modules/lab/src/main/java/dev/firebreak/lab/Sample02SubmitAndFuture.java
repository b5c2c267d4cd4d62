/* Prints:
 *   8 queens can stand in 92 ways
 *   ran in another process: true
 *   9 queens: 352 ways
 *   10 queens: 724 ways, told by a stage
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.processes.ProcessPool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A pool is an ExecutorService: submit gives a future, and the future behaves as they all do. */
public final class Sample02SubmitAndFuture {
  private Sample02SubmitAndFuture() {}

  /** Submits some tasks and waits for them in three ways. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      PoolFuture<Integer> eight = pool.submit(() -> ways(8, 0, 0, 0));
      System.out.println("8 queens can stand in " + eight.join() + " ways");

      long here = ProcessHandle.current().pid();
      long there = pool.submit(() -> ProcessHandle.current().pid()).get(30, TimeUnit.SECONDS);
      System.out.println("ran in another process: " + (here != there));

      // One function, any argument: the function is sent once, the argument each time.
      PoolFuture<Integer> nine = pool.apply(queens -> ways(queens, 0, 0, 0), 9);
      System.out.println("9 queens: " + nine.get() + " ways");

      // CompletableFuture.supplyAsync(..., pool) would rely on shared memory; this does not.
      CompletableFuture<Integer> ten = pool.supply(() -> ways(10, 0, 0, 0));
      ten.thenAccept(n -> System.out.println("10 queens: " + n + " ways, told by a stage")).join();
    }
  }

  /** Ways to go on when these columns and diagonals are taken, as bits. */
  static int ways(int queens, int columns, int left, int right) {
    int all = (1 << queens) - 1;
    if (columns == all) {
      return 1;
    }
    int found = 0;
    for (int free = all & ~(columns | left | right); free != 0; free &= free - 1) {
      int bit = free & -free;
      found += ways(queens, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
  }
}
