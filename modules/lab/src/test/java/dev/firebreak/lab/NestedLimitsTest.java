package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a task asks for its own pool is held against what it has itself, by its supervisor. */
class NestedLimitsTest extends OnBothHomes {
  private static final long MIB = 1L << 20;

  /** More workers than any task may have, and no number of processors. */
  private static final int BEYOND =
      Defaults.NESTED_WORKERS + Runtime.getRuntime().availableProcessors();

  /** What a task is told that opens such a pool; runs in the task. */
  private static String opened(UnaryOperator<PoolOptions> change) {
    try (Pool inner =
        WorkContext.current().openPool(change.apply(PoolOptions.DEFAULT.withWorkers(1)))) {
      return "opened " + inner.submit(() -> 1).join();
    } catch (RefusedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void assertSays(String told, String... words) {
    for (String word : words) {
      assertTrue(told.contains(word), told);
    }
  }

  @Test
  void grantsNeverExceedTheTasks() throws Exception {
    Pool outer = open(1, options -> options.with(Grants.of()));

    String module =
        outer.submit(() -> opened(options -> options.with(Grants.of("java.sql")))).get();
    String capability =
        outer
            .submit(() ->
                opened(options -> options.with(Grants.of().with(Grants.Capability.NATIVE_ACCESS))))
            .get();
    String opens =
        outer
            .submit(() ->
                opened(options ->
                    options.with(
                        Grants.derived()
                            .opening(List.of("java.base/jdk.internal.misc=ALL-UNNAMED")))))
            .get();

    assertSays(module, "java.sql", "granted");
    assertSays(capability, "NATIVE_ACCESS", "was not granted");
    assertSays(opens, "jdk.internal.misc");
  }

  @Test
  void jvmOptionsAreThoseThatGiveNothing() throws Exception {
    Pool outer = open(1);
    String agent =
        outer
            .submit(() ->
                opened(options ->
                    options.with(jvm -> jvm.withOptions(List.of("-javaagent:/tmp/a.jar")))))
            .get();
    String preload =
        outer
            .submit(() ->
                opened(options ->
                    options.with(jvm -> jvm.withEnvironment(Map.of("LD_PRELOAD", "/tmp/a.so")))))
            .get();

    if (home.kills()) {
      assertSays(agent, "-javaagent:/tmp/a.jar", "outermost pool");
      assertSays(preload, "LD_PRELOAD");
      assertEquals(
          List.of("a b", "inner", "/", true), outer.submit(NestedLimitsTest::jvmOfItsOwn).get());
    } else {
      assertSays(agent, "a pool of threads cannot have JVM options");
      assertSays(preload, "a pool of threads cannot have an environment");
    }
  }

  private static List<Object> jvmOfItsOwn() {
    PoolOptions options =
        PoolOptions.DEFAULT
            .withWorkers(1)
            .with(jvm ->
                jvm.withOptions(List.of("-Dshop.name=a b", "-ea"))
                    .withEnvironment(Map.of("SHOP", "inner"))
                    .withDirectory(Path.of("/")));
    try (Pool inner = WorkContext.current().openPool(options)) {
      return List.of(
          inner.submit(() -> System.getProperty("shop.name")).join(),
          inner.submit(() -> System.getenv("SHOP")).join(),
          inner.submit(() -> Path.of("").toAbsolutePath().toString()).join(),
          inner.submit(() -> NestedLimitsTest.class.desiredAssertionStatus()).join());
    }
  }

  @Test
  void heapsOfAllItsWorkersAreTogetherAtMostTheTasksOwn() throws Exception {
    if (!home.kills()) {
      assertSays(
          open(1).submit(() -> opened(it -> it.with(jvm -> jvm.withHeap(new ByteSize(MIB))))).get(),
          "a pool of threads cannot have a heap of their own");
      return; // their heap is everybody's
    }
    Pool outer = open(1, it -> it.with(jvm -> jvm.withHeap(new ByteSize(256 * MIB))));

    List<String> told = outer.submit(NestedLimitsTest::heaps).get();

    assertSays(told.get(0), "32", "left");
    assertEquals("64 32", told.get(1), "half of what is left, by two workers");
    assertSays(told.get(2), "200 MB each", "the 256 MB of its task's own heap");
    assertSays(told.get(3), "256 MB of its task's own heap");
    assertEquals("opened 1", told.get(4), "what was closed is given back");
  }

  private static List<String> heaps() {
    List<String> told = new ArrayList<>();
    // No number of processors, which would be made to fit.
    int many = Runtime.getRuntime().availableProcessors() == 9 ? 10 : 9;
    told.add(opened(options -> options.withWorkers(many)));
    try (Pool first = WorkContext.current().openPool(2);
        Pool second = WorkContext.current().openPool(2)) {
      told.add(heapOf(first) + " " + heapOf(second));
    }
    ByteSize large = new ByteSize(200 * MIB);
    told.add(opened(options -> options.withWorkers(2).with(jvm -> jvm.withHeap(large))));
    told.add(opened(options -> options.withMemory(new ByteSize(512 * MIB))));
    told.add(opened(options -> options.with(jvm -> jvm.withHeap(large))));
    return told;
  }

  /** As it was set; the serial collector keeps a part of it from what the JVM says. */
  private static long heapOf(Pool pool) {
    long most = pool.submit(() -> Runtime.getRuntime().maxMemory() / (1L << 20)).join();
    return most > 32 ? 64 : 32;
  }

  @Test
  void poolsAndWorkersAreCounted() throws Exception {
    Pool outer = open(1);

    boolean heaps = home.kills();
    List<String> told = outer.submit(() -> counts(heaps)).get();

    assertSays(told.get(0), BEYOND + " workers", String.valueOf(Defaults.NESTED_WORKERS));
    assertSays(told.get(1), Defaults.NESTED_POOLS + " open already", "close one");
    assertEquals("opened 1", told.get(2));
    assertSays(told.get(3), "spares included");
  }

  private static List<String> counts(boolean heaps) {
    List<String> told = new ArrayList<>();
    told.add(opened(options -> options.withWorkers(0, BEYOND)));
    List<Pool> all = new ArrayList<>();
    PoolOptions small = PoolOptions.DEFAULT.withWorkers(0, 1);
    small = heaps ? small.with(jvm -> jvm.withHeap(Defaults.LEAST_HEAP)) : small;
    for (int i = 0; i < Defaults.NESTED_POOLS; i++) {
      all.add(WorkContext.current().openPool(small));
    }
    told.add(opened(options -> options));
    all.forEach(Pool::close);
    told.add(opened(options -> options));
    told.add(opened(options -> options.withWorkers(0, BEYOND).withSpares(8)));
    return told;
  }

  @Test
  void depthIsLimited() throws Exception {
    Pool outer = open(1, options -> options.withDepth(1));
    Pool none = open(1, options -> options.withDepth(0));

    assertSays(
        outer
            .submit(() -> {
              PoolOptions deep = PoolOptions.DEFAULT.withWorkers(1).withDepth(8);
              try (Pool inner = WorkContext.current().openPool(deep)) {
                return inner.submit(() -> opened(options -> options)).join();
              }
            })
            .get(),
        "nested too deeply");
    assertSays(none.submit(() -> opened(options -> options)).get(), "nested too deeply");
  }

  @Test
  void classesAreThoseOfTheTask() throws Exception {
    assertSays(
        open(1)
            .submit(() ->
                opened(options ->
                    options.withProgram(
                        new Program.Worker(List.of(Path.of("/tmp")), List.of(), Optional.empty()))))
            .get(),
        "program");
  }

  @Test
  void nameIsForPeopleAndTakesNobodysPlace() throws Exception {
    assertEquals(
        "shop shop",
        open(1)
            .submit(() -> {
              PoolOptions options = PoolOptions.DEFAULT.withWorkers(1).withName("shop");
              try (Pool one = WorkContext.current().openPool(options);
                  Pool other = WorkContext.current().openPool(options)) {
                return one.name() + " " + other.name();
              }
            })
            .get());
  }
}
