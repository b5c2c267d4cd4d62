/* Prints:
 *   [2 is OUTER (lookup 1), 1 is OPEN (lookup 2), 3 is UNKNOWN (lookup 3)]
 *   the table in this JVM: {}
 *   the worker's last words: 3 lookups in 2 entries
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a worker has once and keeps from task to task: static fields, or state under a key. */
public final class Sample11StateOfAWorker {
  /** Each worker has one of its own; in a pool of threads all would share it. */
  private static final Map<Integer, String> TABLE = new ConcurrentHashMap<>();

  private static int lookups;

  private Sample11StateOfAWorker() {}

  /** Fills a table in the worker, uses it, and lets the worker say goodbye. */
  public static void main(String[] args) throws Exception {
    String words = Files.createTempFile("sample11", ".txt").toString(); // captured, so sent along

    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(1)
            .withInitializer(() -> TABLE.putAll(Map.of(1, "OPEN", 2, "OUTER")))
            .withFinalizer(() -> leave(words));
    try (Pool pool = ProcessPool.open(options)) {
      System.out.println(pool.map(Sample11StateOfAWorker::look, List.of(2, 1, 3)));
      System.out.println("the table in this JVM: " + TABLE);
    }

    System.out.println("the worker's last words: " + Files.readString(Path.of(words)));
    Files.delete(Path.of(words));
  }

  static String look(int key) {
    lookups++; // a worker runs one task at a time
    AtomicInteger same = WorkContext.current().state("lookups", AtomicInteger::new);
    return key
        + " is "
        + TABLE.getOrDefault(key, "UNKNOWN")
        + " (lookup "
        + same.incrementAndGet()
        + ")";
  }

  static void leave(String words) {
    try {
      Files.writeString(Path.of(words), lookups + " lookups in " + TABLE.size() + " entries");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
