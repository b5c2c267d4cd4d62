package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.LinkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a task says of its own pool is believed by nobody. */
class NestedOptionsTest {
  private static final long MIB = 1L << 20;
  private static final PoolOptions OUTER =
      PoolOptions.DEFAULT.withWorkers(2).with(Grants.of("java.sql"));

  private final Share share = new Share(1024 * MIB);

  private static byte[] bytes(Object value) {
    Encoder encoder = TestCodec.WORKER.encoder();
    try {
      encoder.value(value);
      return encoder.copy();
    } catch (CodecException e) {
      throw new AssertionError(e);
    }
  }

  private PoolOptions of(Map<String, Object> asked) {
    return NestedOptions.of(OUTER, bytes(asked), share).options();
  }

  private String refused(Map<String, Object> asked) {
    return assertThrows(RefusedException.class, () -> of(asked)).getMessage();
  }

  @Test
  void nothingAskedForIsOneWorkerWithTheTasksGrants() {
    PoolOptions options = of(Map.of());

    assertEquals(1, options.maxWorkers());
    assertEquals(OUTER.grants(), options.grants());
    assertEquals(OUTER.depth() - 1, options.depth());
    assertEquals(Optional.of(new ByteSize(512 * MIB)), options.jvm().heap());
  }

  @Test
  void numbersBeyondAllReason() {
    assertTrue(refused(Map.of("workersMax", Integer.MAX_VALUE)).contains("more than the"));
    assertTrue(refused(Map.of("workersMax", 9, "spares", 8)).contains("spares included"));
    assertEquals(1, of(Map.of("workersMax", -5)).maxWorkers());
    assertEquals(
        Defaults.POOL_QUEUE + 1, of(Map.of("queue", Integer.MAX_VALUE)).queue(), "and its worker");
    assertEquals(OUTER.depth() - 1, of(Map.of("depth", 1000)).depth());
    assertThrows(IllegalArgumentException.class, () -> of(Map.of("spares", 9)));
    assertThrows(IllegalArgumentException.class, () -> of(Map.of("heap", -1L)));
    assertThrows(IllegalArgumentException.class, () -> of(Map.of("recycleTasks", -1)));
    assertThrows(IllegalArgumentException.class, () -> of(Map.of("idle", Duration.ZERO)));
  }

  @Test
  void whatIsNoValueOfTheJdkIsNotBuilt() {
    byte[] hostile = bytes(List.of(new Trap("x")));

    String why =
        assertThrows(RefusedException.class, () -> NestedOptions.of(OUTER, hostile, share))
            .getMessage();

    assertTrue(why.contains("there is no class " + Trap.class.getName()), why);
    assertEquals(0, Trap.built);
  }

  /** Notes that somebody built it. */
  record Trap(String text) {
    static int built = -1; // the test's own

    Trap {
      built++;
    }
  }

  @Test
  void whatIsNoMap() {
    assertThrows(RefusedException.class, () -> NestedOptions.of(OUTER, bytes(List.of(1)), share));
    assertThrows(
        RefusedException.class, () -> NestedOptions.of(OUTER, new byte[] {1, 2, 3}, share));
    assertThrows(RefusedException.class, () -> NestedOptions.of(OUTER, new byte[0], share));
  }

  @Test
  void textsOfSeveralLinesOrWithoutEnd() {
    for (String text : List.of("a\nb", "x".repeat(5000))) {
      assertThrows(
          IllegalArgumentException.class, () -> of(Map.of("options", List.of(text))), text);
      assertThrows(
          IllegalArgumentException.class, () -> of(Map.of("environment", Map.of("A", text))));
      assertThrows(LinkException.class, () -> told(Map.of("title", text)));
    }
    assertThrows(IllegalArgumentException.class, () -> of(Map.of("options", List.of(1))));
  }

  @Test
  void grantsBeyondTheTasks() {
    assertTrue(refused(Map.of("grants", List.of("java.desktop"))).contains("java.desktop"));
    assertTrue(refused(Map.of("capabilities", List.of("NATIVE_ACCESS"))).contains("NATIVE"));
    assertTrue(refused(Map.of("capabilities", List.of("ALL"))).contains("ALL"));
    assertTrue(refused(Map.of("opens", List.of("java.base/java.lang=x"))).contains("java.lang"));
    assertEquals(Grants.of("java.base"), of(Map.of("grants", List.of("java.base"))).grants());
  }

  @Test
  void heapsAreASharedBudgetThatIsGivenBack() {
    NestedOptions.Wanted first =
        NestedOptions.of(OUTER, bytes(Map.of("workersMax", 2, "memory", 768 * MIB)), share);
    assertEquals(Optional.of(new ByteSize(384 * MIB)), first.options().jvm().heap());

    String why = refused(Map.of("heap", 300 * MIB));
    assertTrue(why.contains("the 256 MB that are left of the 1024 MB"), why);

    first.giveBack(share);
    assertEquals(Optional.of(new ByteSize(300 * MIB)), of(Map.of("heap", 300 * MIB)).jvm().heap());
  }

  @Test
  void asManyWorkersAsProcessorsAreAsManyAsThereIsRoomFor() {
    assertEquals(16, of(Map.of("workersMax", 100, "fits", true)).maxWorkers());
    assertEquals(1, of(Map.of("workersMax", 1, "fits", true, "spares", 8)).maxWorkers());
    assertThrows(
        IllegalArgumentException.class,
        () -> of(Map.of("workersMax", 100, "fits", true, "spares", -1)));
  }

  @Test
  void homeWithoutHeapsOfItsOwnHasNoneToShare() {
    PoolOptions options =
        NestedOptions.of(OUTER, bytes(Map.of("workersMax", 9)), new Share(0)).options();

    assertEquals(Optional.empty(), options.jvm().heap());
  }

  private static NestedOptions.Told told(Map<String, Object> terms) throws LinkException {
    return NestedOptions.task(OUTER, bytes(terms));
  }

  @Test
  void termsOfATask() throws Exception {
    Map<String, Object> asked = new HashMap<>();
    asked.put("title", "a lambda of Shop");
    asked.put("key", "7");
    asked.put("priority", -3);
    asked.put("retry", 2);
    asked.put("run", Duration.ofSeconds(1));
    asked.put("queueLimit", Duration.ofSeconds(Long.MAX_VALUE));
    asked.put("messages", true);

    NestedOptions.Told told = told(asked);

    assertTrue(told.listened());
    assertEquals("a lambda of Shop", told.terms().name());
    assertEquals("7", told.terms().key());
    assertEquals(-3, told.terms().priority());
    assertEquals(Retry.idempotent(2), told.terms().retry());
    assertEquals(1_000_000_000L, told.terms().run());
    assertTrue(told.terms().queue() > 0);
    assertThrows(LinkException.class, () -> told(Map.of("run", Duration.ofSeconds(-1))));
  }
}
