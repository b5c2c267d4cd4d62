/* Prints:
 *   [6!, 7!, 8!] have [30, 60, 96] divisors
 *   lost with its worker: what it wrote before is "half of it"
 *   an agent for its workers: refused
 *   a third level: refused
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A task opens a pool of its own. It does what any pool does, for the task; what it may see and use
 * is never more than the task may, and it ends with the task.
 */
public final class Sample19NestedPool {
  private Sample19NestedPool() {}

  /** Lets a task spread its work, and one go too deep. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      List<Long> divisors = pool.submit(() -> spread(List.of(720L, 5040L, 40_320L))).join();
      System.out.println("[6!, 7!, 8!] have " + divisors + " divisors");

      System.out.println("lost with its worker: " + pool.submit(() -> crash()).join());

      System.out.println("an agent for its workers: " + pool.submit(() -> agent()).join());

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

  static String crash() {
    try (Pool inner = WorkContext.current().openPool(1)) {
      PoolFuture<String> task =
          inner.submit(() -> {
            System.out.print("half of it");
            Runtime.getRuntime().halt(9);
            return "all of it";
          });
      var _ = task.outcome();
      return "what it wrote before is \"" + task.output().stdout() + '"';
    }
  }

  static String agent() {
    List<String> options = List.of("-javaagent:spy.jar");
    try (Pool inner =
        WorkContext.current().openPool(PoolOptions.DEFAULT.with(jvm -> jvm.withOptions(options)))) {
      return "opened " + inner.name();
    } catch (RefusedException e) {
      return "refused";
    }
  }

  static String deeper(int level) {
    try (Pool inner = WorkContext.current().openPool(1)) {
      return inner.submit(() -> deeper(level + 1)).join();
    } catch (RefusedException e) {
      return level == 2 ? "refused" : "refused too early";
    }
  }
}
