package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial of the pool: each of its tests closes its pools. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PoolTrial {
  /** Where its workers live. */
  Home home = Home.PROCESSES;

  @TempDir Path folder;

  private final List<Pool> opened = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();

  /** A pool of so many workers. */
  Pool open(int workers) {
    return open(workers, options -> options);
  }

  Pool open(int workers, UnaryOperator<PoolOptions> change) {
    Pool pool = home.open(change.apply(Home.OPTIONS.withWorkers(workers)));
    opened.add(pool);
    return pool;
  }

  /** In a task: a pool of its own. */
  static Pool inner(PoolOptions options) {
    return WorkContext.current().openPool(options);
  }

  static PoolOptions of(int workers) {
    return PoolOptions.DEFAULT.withWorkers(workers);
  }

  /** Something for tasks of this test to wait at. */
  Gate gate() {
    Gate gate = new Gate(folder.resolve("gate" + gates.size()).toString());
    gates.add(gate);
    return gate;
  }

  /** A task that holds a worker until the gate is opened; returns when it runs. */
  PoolFuture<String> occupy(Pool pool, Gate gate) {
    PoolFuture<String> busy = pool.submit(() -> gate.pass("busy"));
    gate.awaitArrivals(1);
    return busy;
  }

  /** What it threw. */
  static Throwable failure(PoolFuture<?> future) {
    try {
      Object value = future.get(30, TimeUnit.SECONDS);
      throw new AssertionError("it gave " + value);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for something that other threads or processes do. */
  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it did not come in 30 s");
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @AfterEach
  void closeAll() throws InterruptedException {
    gates.forEach(Gate::open); // threads that nobody could kill end here
    for (Pool pool : opened) {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS), "it was not closed in 30 s");
    }
  }
}
