package dev.firebreak.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A task of a pool of one thread that waits for another task of the same pool, which cannot begin.
 */
final class PoolStarvation implements Deed {
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // it never has one
  public void commit() {
    ExecutorService one =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("inner").factory());
    CountDownLatch done = new CountDownLatch(1);
    one.submit(() -> {
      var inner = one.submit(() -> 42);
      int answer = inner.get();
      done.countDown();
      return answer;
    });
    Stuck.await(done);
  }
}
