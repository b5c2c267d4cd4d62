package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WorkerStatus;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that is stuck gets nothing more, and loses what it has not begun. */
@Timeout(60)
class DrainTest {
  private static final SerializableFunction<Object, Object> F = it -> it;

  private final Script script = new Script();
  private final FakeHome home = new FakeHome(script);

  private Pool open(int workers) {
    return TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(workers), home);
  }

  @Test
  void othersGetWhatItHasNotBegun() throws Exception {
    try (Pool pool = open(2)) {
      Future<Object> stuck = pool.apply(F, "wait");
      script.awaitBegun("wait");
      int number = script.ran().getFirst().startsWith("1#") ? 1 : 2;

      home.drain(number, "it is stuck");
      List<Future<Object>> others =
          List.of(pool.apply(F, "a"), pool.apply(F, "b"), pool.apply(F, "c"));
      for (Future<Object> each : others) {
        each.get();
      }

      assertEquals(
          WorkerStatus.State.RETIRING,
          pool.workers().stream()
              .filter(worker -> worker.number() == number)
              .findFirst()
              .orElseThrow()
              .state());
      assertTrue(script.ran().stream().filter(line -> line.startsWith(number + "#")).count() == 1);
      script.go.countDown();
      assertEquals("wait", stuck.get());
    }
  }

  @Test
  void whatItRunsMayEndAndThenItIsReplaced() throws Exception {
    try (Pool pool = open(1)) {
      Future<Object> stuck = pool.apply(F, "wait");
      Future<Object> behind = pool.apply(F, "behind");
      script.awaitBegun("wait");

      home.drain(1, "it is stuck");
      assertEquals(List.of("1#1 wait"), script.ran());
      script.go.countDown();

      assertEquals("wait", stuck.get());
      assertEquals("behind", behind.get());
      assertEquals(List.of("1#1 wait", "1#2 behind"), script.ran());
      assertTrue(home.calls().contains("renew 1: it is stuck"), home.calls().toString());
    }
  }

  @Test
  void anotherLifeIsLeftAlone() throws Exception {
    try (Pool pool = open(1)) {
      assertEquals("a", pool.apply(F, "a").get());

      home.drainLife(1, 7, "it is stuck");

      assertEquals("b", pool.apply(F, "b").get());
      assertEquals(List.of("hire 1"), home.calls());
    }
  }
}
