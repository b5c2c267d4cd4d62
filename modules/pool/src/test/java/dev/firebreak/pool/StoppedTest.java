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
    Pool pool = TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), home);
    Future<Object> running = pool.apply(F, "wait");
    script.awaitBegun("wait");
    Future<Object> behind = pool.apply(F, "behind");

    var _ = pool.shutdownNow();
    home.crash(1);

    assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), "nobody runs what nobody wants");
    assertTrue(running.isDone());
    assertThrows(CancellationException.class, behind::get);
    script.go.countDown();
  }
}
