/* Prints:
 *   [6!, 7!, 8!] have [30, 60, 96] divisors
 *   a third level: refused
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A task opens a pool of its own: what it may see is never more than the task may, and it ends with
 * the task.
 */
public final class Sample19NestedPool {
  private Sample19NestedPool() {}

  /** Lets a task spread its work, and one go too deep. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      List<Long> divisors = pool.submit(() -> spread(List.of(720L, 5040L, 40_320L))).join();
      System.out.println("[6!, 7!, 8!] have " + divisors + " divisors");

      System.out.println("a third level: " + pool.submit(() -> deeper(0)).join());
    }
  }

  static List<Long> spread(List<Long> numbers) {
    try (Pool inner = WorkContext.current().openPool(2)) {
      return inner.map(Sample19NestedPool::divisors, numbers);
    }
  }

  static long divisors(long n) {
    return LongStream.rangeClosed(1, n).filter(divisor -> n % divisor == 0).count();
  }

  static String deeper(int level) {
    try (Pool inner = WorkContext.current().openPool(1)) {
      return inner.submit(() -> deeper(level + 1)).join();
    } catch (RefusedException e) {
      return level == 2 ? "refused" : "refused too early";
    }
  }
}
