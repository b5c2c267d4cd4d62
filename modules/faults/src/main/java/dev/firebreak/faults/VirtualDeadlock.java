package dev.firebreak.faults;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;

/** The same of two virtual threads, which the JVM's own search for deadlocks does not see. */
final class VirtualDeadlock implements Deed {
  @Override
  public void commit() {
    ReentrantLock left = new ReentrantLock();
    ReentrantLock right = new ReentrantLock();
    CyclicBarrier both = new CyclicBarrier(2);
    Thread first = Thread.ofVirtual().start(() -> hold(left, right, both));
    Thread second = Thread.ofVirtual().start(() -> hold(right, left, both));
    Threads.join(first);
    Threads.join(second);
  }

  @SuppressWarnings("LockNotBeforeTry") // it never comes to the other one
  private static void hold(ReentrantLock mine, ReentrantLock yours, CyclicBarrier both) {
    mine.lock();
    Threads.meet(both);
    yours.lock();
  }
}
