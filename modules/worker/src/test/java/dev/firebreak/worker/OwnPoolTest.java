package dev.firebreak.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.WhenFull;
import dev.firebreak.api.WorkContext;
import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The task's end of a task's own pool; the test is the parent. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnPoolTest {
  private static final byte[] NONE = {};

  /** Begins an item, lets it open its pool, and gives the pool's number. */
  private static long opened(Loop loop, SerializableCallable<?> work) throws Exception {
    loop.parent.inline(work);
    FromWorker.Request request = asked(loop, Nesting.OPEN);
    reply(loop, request.request(), true, Nesting.OPENED, NONE);
    return request.request();
  }

  private static FromWorker.Request asked(Loop loop, int kind) throws Exception {
    FromWorker.Request request = loop.parent.await(FromWorker.Request.class);
    assertEquals(kind, request.kind());
    return request;
  }

  private static void reply(Loop loop, long pool, boolean last, int kind, byte[] bytes)
      throws Exception {
    loop.parent.link.send(new ToWorker.Reply(pool, last, kind, bytes));
  }

  /** A result of a task that wrote nothing. */
  private static byte[] result(Loop loop, long task, Object value) throws Exception {
    byte[] worker = "worker-1#1".getBytes(UTF_8);
    byte[] record = loop.parent.values(value);
    return ByteBuffer.allocate(11 + worker.length + record.length)
        .putLong(task)
        .put((byte) Board.VALUE)
        .putShort((short) worker.length)
        .put(worker)
        .put(record)
        .array();
  }

  private static Pool inner(PoolOptions options) {
    return WorkContext.current().openPool(options.withWorkers(1));
  }

  @Test
  void resultInPartsIsPutTogether() throws Exception {
    try (Loop loop = Loop.mapped()) {
      long pool =
          opened(
              loop,
              () -> {
                PoolFuture<String> task = inner(PoolOptions.DEFAULT).submit(() -> "x");
                return task.join() + " by " + task.worker();
              });
      asked(loop, Nesting.DEFINE);
      asked(loop, Nesting.SUBMIT);
      byte[] whole = result(loop, 1, "a result");
      reply(loop, pool, false, Nesting.RESULT, Arrays.copyOf(whole, 5));
      reply(loop, pool, false, Nesting.RESULT, Arrays.copyOfRange(whole, 5, 20));
      reply(loop, pool, true, Nesting.RESULT, Arrays.copyOfRange(whole, 20, whole.length));

      assertEquals("a result by worker-1#1", loop.parent.value());
    }
  }

  @Test
  void argumentLargerThanAFrameGoesInParts() throws Exception {
    try (Loop loop = Loop.mapped()) {
      long pool =
          opened(
              loop,
              () -> inner(PoolOptions.DEFAULT).apply(x -> x.length, new byte[5 << 19]).join());
      asked(loop, Nesting.DEFINE);
      int bytes = asked(loop, Nesting.PART).bytes().length;
      bytes += asked(loop, Nesting.PART).bytes().length;
      bytes += asked(loop, Nesting.SUBMIT).bytes().length;
      reply(loop, pool, true, Nesting.RESULT, result(loop, 1, bytes > 5 << 19));

      assertEquals(true, loop.parent.value());
    }
  }

  @Test
  void cancelledTaskGivesItsRoomBack() throws Exception {
    try (Loop loop = Loop.mapped()) {
      opened(
          loop,
          () -> {
            PoolOptions options = PoolOptions.DEFAULT.withQueue(1).withWhenFull(WhenFull.REJECT);
            Pool pool = inner(options);
            PoolFuture<Integer> first = pool.submit(() -> 1);
            PoolFuture<Integer> second = pool.submit(() -> 1);
            String refused = "accepted";
            try {
              var _ = pool.submit(() -> 1);
            } catch (RefusedException e) {
              refused = "refused";
            }
            boolean cancelled = first.cancel(true) && !first.cancel(true);
            return List.of(refused, cancelled, pool.submit(() -> 1).id() - second.id());
          });

      assertEquals(List.of("refused", true, 1L), loop.parent.value());
    }
  }

  @Test
  void poolThatEndsWithItsTaskCancelsWhatIsLeft() throws Exception {
    try (Loop loop = Loop.mapped()) {
      long pool =
          opened(
              loop,
              () -> {
                PoolFuture<Integer> task = inner(PoolOptions.DEFAULT).submit(() -> 1);
                try {
                  return task.join();
                } catch (CancellationException e) {
                  return task.isCancelled();
                }
              });
      asked(loop, Nesting.DEFINE);
      asked(loop, Nesting.SUBMIT);
      reply(loop, pool, true, Nesting.CLOSED, NONE);

      assertEquals(true, loop.parent.value());
      assertTrue(loop.parent.messages().isEmpty());
    }
  }
}
