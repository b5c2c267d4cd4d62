/* Prints:
 *   processes: [23, 26, 25, 31, 21]
 *   static state that they changed here: 0
 *   threads:   [23, 26, 25, 31, 21]
 *   static state that they changed here: 5
 *   exit(1) in a process: EXIT_CODE, and the pool goes on; in a thread it would end us all
 *   a pool of threads cannot have grants, spares
 */
package dev.firebreak.lab;

import dev.firebreak.api.Grants;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.processes.ProcessPool;
import dev.firebreak.threads.ThreadPool;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same pool in one JVM: for debugging, for tests, and to see what processes buy. Arguments and
 * results are copied there, too, so that what works in threads works in processes.
 */
public final class Sample22Threads {
  private static final AtomicInteger SCORED = new AtomicInteger();

  private Sample22Threads() {}

  /** Does the same in both, and then what only one of them can do. */
  public static void main(String[] args) throws Exception {
    List<String> words = List.of("firebreak", "supervisor", "generation", "quarantine", "gatherer");

    try (Pool processes = ProcessPool.open();
        Pool threads = ThreadPool.open()) {
      System.out.println("processes: " + processes.map(Sample22Threads::score, words));
      System.out.println("static state that they changed here: " + SCORED);

      System.out.println("threads:   " + threads.map(Sample22Threads::score, words));
      System.out.println("static state that they changed here: " + SCORED);

      try {
        processes.submit(() -> System.exit(1)).join();
      } catch (WorkerDiedException e) {
        System.out.println(
            "exit(1) in a process: "
                + e.verdict().cause()
                + ", and the pool goes on; in a thread it would end us all");
      }
    }

    try {
      ThreadPool.open(PoolOptions.DEFAULT.with(Grants.of("java.sql")).withSpares(1)).close();
    } catch (UnsupportedOperationException e) {
      System.out.println(
          String.valueOf(e.getMessage()).split(":", 2)[0]); // what follows is the way out
    }
  }

  static int score(String word) {
    SCORED.incrementAndGet();
    return word.chars()
        .map(c -> "aeiou".indexOf(c) >= 0 ? 2 : "zqxj".indexOf(c) >= 0 ? 9 : 3)
        .sum();
  }
}
