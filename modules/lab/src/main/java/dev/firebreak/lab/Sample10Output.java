/* Prints:
 *   to stdout: [3 lines read, 1 is odd]
 *   to stderr: [line 2: no number: "?"]
 *   before the crash: [reading 1, reading 2]
 *   and its worker died, HALT
 */
package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.processes.ProcessPool;
import java.util.List;

/** What each task writes to stdout and stderr is kept under its own name, across a crash, too. */
public final class Sample10Output {
  private Sample10Output() {}

  /** Reads what two tasks wrote; it is in the workers' log as well. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      PoolFuture<Integer> sum = pool.apply(Sample10Output::sum, List.of("17", "?", "42"));
      sum.join();
      System.out.println("to stdout: " + sum.output().stdout().lines().toList());
      System.out.println("to stderr: " + sum.output().stderr().lines().toList());

      PoolFuture<Integer> crash = pool.submit(() -> crash());
      Outcome<Integer> outcome = crash.outcome();
      System.out.println("before the crash: " + crash.output().stdout().lines().toList());
      if (outcome instanceof Outcome.Crash<Integer>(var exception)) {
        System.out.println("and its worker died, " + exception.verdict().cause());
      }
    }
  }

  static int sum(List<String> lines) {
    int sum = 0;
    int odd = 0;
    for (int i = 0; i < lines.size(); i++) {
      try {
        int number = Integer.parseInt(lines.get(i));
        sum += number;
        odd += number & 1;
      } catch (NumberFormatException e) {
        System.err.println("line " + (i + 1) + ": no number: \"" + lines.get(i) + "\"");
      }
    }
    System.out.println(lines.size() + " lines read, " + odd + " is odd");
    return sum;
  }

  static int crash() {
    for (int block = 1; ; block++) {
      System.out.println("reading " + block);
      if (block == 2) {
        Runtime.getRuntime().halt(9);
      }
    }
  }
}
