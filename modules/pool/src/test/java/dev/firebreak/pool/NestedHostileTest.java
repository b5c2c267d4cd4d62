package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.Nesting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker that says of its own pools what no worker of ours says ends, and nothing else does; and
 * what its pool owes to those of its tasks.
 */
@Timeout(60)
class NestedHostileTest {
  private static final SerializableFunction<Object, Object> F = it -> it;
  private static final byte[] NONE = {};
  private static final long POOL = 7;

  private static Object act(String how, FakeWorker me) throws Exception {
    me.ask(POOL, Nesting.OPEN, Terms.of(Map.of("workersMax", 1)));
    me.reply(Nesting.OPENED);
    byte[] terms = Terms.of(Map.of("title", "a"));
    switch (how) {
      case "cut off" -> me.ask(POOL, Nesting.SUBMIT, new byte[] {1, 2, 3});
      case "unknown" -> me.ask(POOL, 99, NONE);
      case "second" -> me.ask(POOL, Nesting.OPEN, Terms.of(Map.of()));
      case "no terms" ->
          me.ask(POOL, Nesting.SUBMIT, Nesting.submit(1, 0, Nesting.INLINE, NONE, NONE, NONE));
      case "length" -> {
        ByteBuffer head = ByteBuffer.allocate(17);
        me.ask(POOL, Nesting.SUBMIT, head.putLong(1).put((byte) 0).putInt(0).putInt(-1).array());
      }
      case "undefined" -> me.ask(POOL, Nesting.SUBMIT, Nesting.submit(1, 0, 5, terms, NONE, NONE));
      case "arguments" ->
          me.ask(POOL, Nesting.SUBMIT, Nesting.submit(1, 3, Nesting.INLINE, terms, NONE, NONE));
      case "again" -> {
        byte[] same = Nesting.submit(1, 0, Nesting.INLINE, terms, NONE, NONE);
        me.ask(POOL, Nesting.SUBMIT, same);
        me.ask(POOL, Nesting.SUBMIT, same);
      }
      case "foreign" -> {
        me.ask(POOL + 1, Nesting.CANCEL, NONE); // of a pool that is not there: nobody minds
        return "ignored";
      }
      default -> throw new AssertionError(how);
    }
    for (int waited = 0; !me.dead() && waited < 5000; waited++) {
      Thread.sleep(1); // it is ended, if that is noticed
    }
    return "survived";
  }

  /** Options and terms as a worker writes them. */
  private static final class Terms {
    static byte[] of(Map<String, Object> values) throws Exception {
      var encoder = TestCodec.WORKER.encoder();
      encoder.value(values);
      return encoder.copy();
    }
  }

  private static Pool open() {
    FakeHome home =
        new FakeHome((argument, me) -> argument instanceof String how ? act(how, me) : argument);
    home.inner = new FakeHome((argument, me) -> argument);
    return TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), home);
  }

  @Test
  void whatIsNoRequestEndsThatWorkerAndNothingElse() {
    for (String how :
        List.of(
            "cut off",
            "unknown",
            "second",
            "no terms",
            "length",
            "undefined",
            "arguments",
            "again")) {
      try (Pool pool = open()) {
        Outcome<Object> hostile = pool.apply(F, how).outcome();

        assertInstanceOf(Outcome.Crash.class, hostile, how);
        assertEquals(1, pool.apply(F, 1).join(), how);
      }
    }
  }

  @Test
  void outerPoolIsOverBehindThePoolsOfItsTasks() throws Exception {
    FakeHome home =
        new FakeHome((argument, me) -> {
          me.ask(POOL, Nesting.OPEN, Terms.of(Map.of()));
          return me.reply(Nesting.OPENED).last();
        });
    FakeHome inner = new FakeHome((argument, me) -> argument);
    CompletableFuture<Void> released = new CompletableFuture<>();
    inner.released = released;
    home.inner = inner;
    Pool pool = TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), home);
    assertEquals(true, pool.apply(F, 1).join());

    pool.shutdown();

    assertFalse(pool.awaitTermination(300, TimeUnit.MILLISECONDS));
    released.complete(null);
    assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS));
  }

  @Test
  void requestForAPoolThatIsNotThereIsIgnored() {
    try (Pool pool = open()) {
      assertEquals("ignored", pool.apply(F, "foreign").join());
    }
  }

  @Test
  void poolThatCannotBeHadIsRefused() throws Exception {
    FakeHome none =
        new FakeHome((argument, me) -> {
          me.ask(POOL, Nesting.OPEN, Terms.of(Map.of()));
          byte[] why = me.reply(Nesting.REFUSED).bytes();
          return new String(why, StandardCharsets.UTF_8);
        });
    try (Pool pool = TaskPool.open(PoolOptions.DEFAULT.withName("test").withWorkers(1), none)) {
      String why = String.valueOf(pool.apply(F, 1).join());

      assertTrue(why.contains("cannot open pools of their own"), why);
    }
  }

  @Test
  void whatIsHeldIsBounded() throws Exception {
    Holding holding = new Holding();
    holding.take(Nesting.HELD);

    assertThrows(LinkException.class, () -> holding.take(1));
    holding.give(2);
    assertEquals(Nesting.HELD - 1, holding.bytes());
  }
}
