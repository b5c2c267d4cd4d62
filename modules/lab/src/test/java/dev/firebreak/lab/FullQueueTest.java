package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WhenFull;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Submission is bounded, by count and by bytes: a full pool blocks, rejects or fails the future.
 */
@SuppressWarnings("FutureReturnValueIgnored") // they only fill the queue
class FullQueueTest extends OnBothHomes {
  private Gate gate;
  private PoolFuture<String> busy;

  private Pool full(WhenFull whenFull) {
    Pool pool = open(1, options -> options.withQueue(2).withWhenFull(whenFull));
    gate = gate();
    busy = occupy(pool, gate);
    var _ = pool.submit(() -> 1);
    var _ = pool.submit(() -> 2);
    return pool;
  }

  @Test
  void submitterWaitsForRoom() throws Exception {
    Pool pool = full(WhenFull.BLOCK);
    CompletableFuture<Integer> third = new CompletableFuture<>();
    Thread submitter =
        Thread.ofPlatform()
            .start(() -> third.completeAsync(() -> pool.submit(() -> 3).join(), Runnable::run));
    until(() -> submitter.getState() == Thread.State.WAITING);
    assertFalse(third.isDone());

    gate.open();

    assertEquals(3, third.get(30, TimeUnit.SECONDS));
    assertEquals("busy", busy.get());
  }

  @Test
  void interruptedSubmitterIsRefused() throws Exception {
    Pool pool = full(WhenFull.BLOCK);
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    Thread submitter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.submit(() -> 3);
              } catch (RefusedException e) {
                refusal.complete(Thread.interrupted() ? e : new AssertionError("flag lost"));
              }
            });
    until(() -> submitter.getState() == Thread.State.WAITING);

    submitter.interrupt();

    assertInstanceOf(RefusedException.class, refusal.get(30, TimeUnit.SECONDS));
  }

  @Test
  void submitterThatWaitsIsRefusedWhenThePoolIsClosed() throws Exception {
    Pool pool = full(WhenFull.BLOCK);
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();
    Thread submitter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                pool.submit(() -> 3);
              } catch (RefusedException e) {
                refusal.complete(e);
              }
            });
    until(() -> submitter.getState() == Thread.State.WAITING);

    pool.shutdown();

    assertTrue(refusal.get(30, TimeUnit.SECONDS).getMessage().contains("is closed"));
  }

  @Test
  void fullPoolRejects() throws Exception {
    Pool pool = full(WhenFull.REJECT);

    RefusedException refused = assertThrows(RefusedException.class, () -> pool.submit(() -> 3));

    assertTrue(refused.getMessage().contains("is full"), refused.getMessage());
    assertTrue(refused.getMessage().contains("queue 2"), refused.getMessage());
    gate.open();
    assertEquals("busy", busy.get());
    until(() -> pool.workers().getFirst().held() == 0);
    assertEquals(3, pool.submit(() -> 3).get(), "there is room again");
  }

  @Test
  void fullPoolFailsTheFuture() {
    Pool pool = full(WhenFull.FAIL_FUTURE);

    PoolFuture<Integer> third = pool.submit(() -> 3);

    assertTrue(third.isDone());
    ExecutionException thrown = assertThrows(ExecutionException.class, third::get);
    assertInstanceOf(RefusedException.class, thrown.getCause());
    assertThrows(RefusedException.class, third::join);
    Throwable staged = pool.supply(() -> 3).handle((_, e) -> e).join();
    assertInstanceOf(RefusedException.class, staged);
  }

  @Test
  void bytesAreBoundedToo() {
    Pool pool =
        open(
            1,
            options -> options.withQueueBytes(ByteSize.parse("1m")).withWhenFull(WhenFull.REJECT));
    gate = gate();
    busy = occupy(pool, gate);
    byte[] half = new byte[600_000];
    PoolFuture<Integer> first = pool.apply(bytes -> bytes.length, half);

    RefusedException refused =
        assertThrows(RefusedException.class, () -> pool.apply(bytes -> bytes.length, half));

    assertTrue(refused.getMessage().contains("queueBytes"), refused.getMessage());
    gate.open();
    assertEquals(600_000, first.join());
  }

  @Test
  void oneThatIsLargerThanTheBoundIsTakenAlone() {
    Pool pool =
        open(
            1,
            options -> options.withQueueBytes(ByteSize.parse("1k")).withWhenFull(WhenFull.REJECT));

    assertEquals(100_000, pool.apply(bytes -> bytes.length, new byte[100_000]).join());
  }

  @Test
  void mapGoesThroughAQueueThatIsSmallerThanItself() {
    Pool pool = open(2, options -> options.withQueue(3));

    List<Integer> all = pool.map(x -> x + 1, IntStream.range(0, 5000).boxed().toList());

    assertEquals(IntStream.rangeClosed(1, 5000).boxed().toList(), all);
  }
}
