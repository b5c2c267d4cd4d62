package dev.firebreak.faults;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * Tasks of the common pool that wait for ever: each parallel step and each CompletableFuture of the
 * JVM stands behind them.
 *
 * <p>Bounded: as many as the pool has threads, and some more.
 */
final class CommonPoolBlocked implements Deed {
  private static final int MORE = 2;

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // they never end
  public void commit() {
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + MORE; i++) {
      CompletableFuture.runAsync(Stuck::forEver);
    }
  }
}
