/* Prints:
 *   [2, 4, 6, 8, 10]
 *   [168, 1229, 9592]
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.processes.ProcessPool;
import java.util.List;
import java.util.stream.IntStream;

/** The first map: a function, a list, and workers that are JVMs of their own. */
public final class Sample01FirstMap {
  private Sample01FirstMap() {}

  /** Opens a pool with a worker for each processor, uses it twice and closes it. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      System.out.println(pool.map(x -> x * 2, List.of(1, 2, 3, 4, 5)));

      // A method reference does as well. Arguments and results are copied, never shared.
      System.out.println(pool.map(Sample01FirstMap::primes, List.of(1_000, 10_000, 100_000)));
    }
  }

  static long primes(int below) {
    return IntStream.range(2, below).filter(Sample01FirstMap::isPrime).count();
  }

  static boolean isPrime(int n) {
    return IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(divisor -> n % divisor == 0);
  }
}
