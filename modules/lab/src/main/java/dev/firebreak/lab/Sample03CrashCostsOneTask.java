/* Prints:
 *   file 1: 10 words
 *   file 2: 20 words
 *   file 3: lost, HALT
 *   file 4: 40 words
 *   file 5: 50 words
 *   file 6: 60 words
 *   and the pool goes on: 70 words
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.processes.ProcessPool;
import java.util.List;
import java.util.stream.IntStream;

/** A task that ends its JVM costs itself and nothing else; in a thread pool all would be over. */
public final class Sample03CrashCostsOneTask {
  private Sample03CrashCostsOneTask() {}

  /** Parses six files, the third of which is too much for the parser. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      List<PoolFuture<Integer>> futures =
          IntStream.rangeClosed(1, 6)
              .mapToObj(file -> pool.apply(Sample03CrashCostsOneTask::parse, file))
              .toList();

      for (int i = 0; i < futures.size(); i++) {
        String told;
        try {
          told = futures.get(i).join() + " words";
        } catch (WorkerDiedException e) {
          told = "lost, " + e.verdict().cause(); // its message tells pid, status and stderr
        }
        System.out.println("file " + (i + 1) + ": " + told);
      }

      int more = pool.apply(Sample03CrashCostsOneTask::parse, 7).join();
      System.out.println("and the pool goes on: " + more + " words");
    }
  }

  /** As a native parser does that meets a malicious file. */
  static int parse(int file) {
    if (file == 3) {
      Runtime.getRuntime().halt(42);
    }
    return "the quick brown fox jumps over the lazy old dog ".repeat(file).split(" ", 0).length;
  }
}
