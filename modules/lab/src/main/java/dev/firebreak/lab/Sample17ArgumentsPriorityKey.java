/* Prints:
 *   3 to the 4th: 81
 *   pairs: [2, 9, 64]
 *   who came first: [urgent, usual, later]
 *   alice's third task was the third of its worker: true
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several arguments; which task goes first; and tasks that want to meet the same worker. */
public final class Sample17ArgumentsPriorityKey {
  private Sample17ArgumentsPriorityKey() {}

  /** Uses three pools, one after the other. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      System.out.println("3 to the 4th: " + pool.apply(Math::powExact, 3, 4).join());
      System.out.println("pairs: " + pool.map(Math::powExact, List.of(2, 3, 4), List.of(1, 2, 3)));
    }
    priority();
    key();
  }

  static void priority() throws Exception {
    Path gate = Files.createTempFile("sample17", ".gate");
    String file = gate.toString();
    List<String> order = new ArrayList<>();

    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(1))) {
      // So that all three wait: a worker runs one task at a time.
      PoolFuture<?> first = pool.submit(() -> waitFor(file));
      List<PoolFuture<Integer>> three = new ArrayList<>();
      for (int priority : new int[] {-1, 0, 10}) {
        three.add(pool.with(task -> task.withPriority(priority)).submit(() -> turn()));
      }
      Files.delete(gate);
      first.join();

      String[] names = {"later", "usual", "urgent"};
      for (int turn = 1; turn <= 3; turn++) {
        for (int i = 0; i < 3; i++) {
          if (three.get(i).join() == turn) {
            order.add(names[i]);
          }
        }
      }
      System.out.println("who came first: " + order);
    }
  }

  static void key() throws Exception {
    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(2))) {
      Pool alice = pool.with(task -> task.withKey("alice"));
      List<PoolFuture<Integer>> hers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        hers.add(alice.submit(() -> turn()));
      }
      System.out.println(
          "alice's third task was the third of its worker: " + (hers.get(2).join() == 3));
    }
  }

  static int turn() {
    return WorkContext.current().state("turns", AtomicInteger::new).incrementAndGet();
  }

  static void waitFor(String gate) {
    while (Files.exists(Path.of(gate))) {
      Thread.onSpinWait();
    }
  }
}
