package dev.firebreak.faults;

import java.util.concurrent.CyclicBarrier;

/**
 * Two platform threads, each with the lock that the other wants, and a task that waits for both.
 */
final class Deadlock implements Deed {
  @Override
  public void commit() throws InterruptedException {
    Object left = new Object();
    Object right = new Object();
    CyclicBarrier both = new CyclicBarrier(2);
    Thread first =
        Thread.ofPlatform().daemon().name("transfer-1").start(() -> hold(left, right, both));
    Thread second =
        Thread.ofPlatform().daemon().name("transfer-2").start(() -> hold(right, left, both));
    Threads.join(first);
    Threads.join(second);
  }

  private static void hold(Object mine, Object yours, CyclicBarrier both) {
    synchronized (mine) {
      Threads.meet(both);
      synchronized (yours) {
        throw new IllegalStateException("nobody can be here");
      }
    }
  }
}
