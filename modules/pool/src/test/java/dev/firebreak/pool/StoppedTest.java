package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that is ended at once is over, whatever its workers do meanwhile. */
@Timeout(60)
class StoppedTest {
  private static final SerializableFunction<Object, Object> F = it -> it;

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);

  @Test
  void workerThatDiesWithWhatItHadNotBegun() throws Exception {
    home.boards = false; // so nothing can be taken back from it
    home.deaf = true;
    Pool pool = TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), home);
    pool.awaitReady();
    Future<Object> task = pool.apply(F, "never begun");

    var _ = pool.shutdownNow();
    home.crash(1);

    assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), "nobody runs what nobody wants");
    assertThrows(CancellationException.class, task::get);
  }
}
