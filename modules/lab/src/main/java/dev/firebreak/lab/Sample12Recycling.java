/* Prints:
 *   [1: 1 MB held, 1: 2 MB held, 1: 3 MB held, 2: 1 MB held, 2: 2 MB held, 2: 3 MB held, 3: 1 MB held]
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Code that leaks gets a fresh JVM after some tasks, and no task is lost. After an age or above a
 * memory limit: withRecycleAge, withRecycleMemory.
 */
public final class Sample12Recycling {
  private static final List<byte[]> LEAK = new ArrayList<>();

  private Sample12Recycling() {}

  /** Runs seven tasks in three lives of one worker. */
  public static void main(String[] args) throws Exception {
    PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withRecycleTasks(3);

    try (Pool pool = ProcessPool.open(options)) {
      System.out.println(pool.map(Sample12Recycling::leak, IntStream.range(0, 7).boxed().toList()));
    }
  }

  static String leak(int ignored) {
    LEAK.add(new byte[1 << 20]);
    return WorkContext.current().generation() + ": " + LEAK.size() + " MB held";
  }
}
