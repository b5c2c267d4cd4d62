package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WorkerDiedException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a terminal shows of maps. */
@Timeout(60)
class ProgressTest {
  private static final PoolOptions TITLED =
      PoolOptions.DEFAULT.withName("test").withWorkers(1).withChunk(1).withProgress("census");

  private static final SerializableFunction<Object, Object> F = it -> it;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
  private final CountDownLatch go = new CountDownLatch(1);

  private Object run(Object argument, FakeWorker me) throws Exception {
    switch (String.valueOf(argument)) {
      case "wait" -> go.await();
      case "die" -> {
        go.await();
        throw new FakeWorker.Death();
      }
      default -> {}
    }
    return argument;
  }

  private Pool open(PoolOptions options, boolean terminal) {
    return TaskPool.open(options, new FakeHome(this::run), new Screen(out, terminal));
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private void awaitShown(String text) {
    Await.until(() -> shown().contains(text));
  }

  /** What is left of a line that was written again and again. */
  private void assertGone() {
    String all = shown();
    assertTrue(all.endsWith(LineBar.CLEAR), all);
  }

  @Test
  void aLongMapShowsABarUntilItsEnd() throws Exception {
    try (Pool pool = open(TITLED, true)) {
      var results = pool.mapAsync(F, List.of(1, 2, "wait", 4));

      awaitShown("2/4");
      go.countDown();
      results.join();

      assertTrue(shown().contains("census"), shown());
      assertTrue(shown().contains("50%"), shown());
      assertGone();
    }
  }

  @Test
  void aLongMapFails() {
    try (Pool pool = open(TITLED, true)) {
      var watcher =
          Thread.ofVirtual()
              .start(() -> {
                awaitShown("1/3");
                go.countDown();
              });

      assertThrows(WorkerDiedException.class, () -> pool.map(F, List.of(1, "die", 3)));

      assertGone();
      assertFalse(watcher.isAlive() && go.getCount() > 0);
    }
  }

  @Test
  void aStreamOfUnknownLengthShowsItsCount() {
    try (Pool pool = open(TITLED.withInFlight(4), true)) {
      Iterable<Object> endless = () -> Stream.generate(() -> (Object) "x").iterator();
      try (Stream<Object> stream = pool.stream(F, endless)) {
        var items = stream.iterator();
        while (!shown().contains("census")) {
          items.next(); // waits for a worker
        }
      }

      assertTrue(shown().contains("/?"), shown());
      assertGone();
    }
  }

  @Test
  void aShortMapShowsNothing() {
    try (Pool pool = open(TITLED, true)) {
      pool.map(F, List.of(1, 2, 3));
    }

    assertEquals("", shown());
  }

  @Test
  void stderrIsNoTerminal() throws Exception {
    try (Pool pool = open(TITLED, false)) {
      var results = pool.mapAsync(F, List.of(1, 2, "wait", 4));

      awaitShown("\n"); // five seconds
      go.countDown();
      results.join();
    }

    assertTrue(shown().matches("census: 50 % \\(2 of 4\\), [45]\\.\\d s left\\R"), shown());
  }

  @Test
  void aSecondMapWaitsForTheLineOfTheFirst() throws Exception {
    try (Pool pool = open(TITLED, true);
        Pool other = open(TITLED.withProgress("other"), true)) {
      var results = pool.mapAsync(F, List.of(1, 2, "wait", 4));
      awaitShown("2/4");
      var others = other.mapAsync(F, List.of(1, 2, "wait", 4));
      int frames = shown().split("census", -1).length;
      Await.until(() -> shown().split("census", -1).length >= frames + 10);

      assertFalse(shown().contains("other"), shown());

      go.countDown();
      results.join();
      others.join();
    }
  }

  @Test
  void nobodyAskedForABar() {
    try (Pool pool = open(TITLED.withProgress(""), true)) {
      Thread.ofVirtual().start(go::countDown);
      pool.map(F, List.of(1, "wait", 3));
    }

    assertEquals("", shown());
  }

  @Test
  void theLibraryIsOnlyOnTheModulePath() throws Exception {
    String jars =
        Arrays.stream(everything().split(File.pathSeparator, -1))
            .filter(entry -> entry.matches(".*(progressbar|jline|tomlj)-[^/]*\\.jar"))
            .collect(Collectors.joining(File.pathSeparator));
    assertTrue(jars.contains("progressbar"), everything());

    ClassLoader loader = LibraryBar.ownLayer(jars);

    assertNotNull(loader);
    assertNotSame(LibraryBar.class.getClassLoader(), loader);
    Class<?> type = loader.loadClass("me.tongfei.progressbar.ProgressBar");
    assertEquals("me.tongfei.progressbar", type.getModule().getName());
    LibraryBar.build(loader, out, "census", 10, 0, 0).close();
    assertTrue(shown().contains("census"), shown());
  }

  @Test
  void theLibraryIsNowhere() {
    assertNull(LibraryBar.ownLayer("/nowhere"));
    LineBar bar = new LineBar(out, true, "census", 1000, 0);

    bar.at(0);
    bar.at(250);
    bar.close();

    assertTrue(shown().contains("census: 0 % (0 of 1,000)"), shown());
    assertTrue(shown().contains("census: 25 % (250 of 1,000), "), shown());
    assertGone();
  }

  @Test
  void howMuchIsLeft() {
    assertEquals("x: 25 % (1 of 4), 3.0 s left", LineBar.text("x", 1, 4, 1_000_000_000));
    assertEquals("x: 0 % (0 of 4)", LineBar.text("x", 0, 4, 1_000_000_000));
    assertEquals("x: 1,234 items after 1.0 s", LineBar.text("x", 1234, 0, 1_000_000_000));
  }

  @Test
  void howWideATerminalIs() {
    assertEquals(80, Screen.width(null));
    assertEquals(132, Screen.width("132"));
    assertEquals(20, Screen.width("0"));
    assertEquals(80, Screen.width("wide"));
  }

  private static String everything() {
    return System.getProperty("java.class.path")
        + File.pathSeparator
        + System.getProperty("jdk.module.path", "");
  }
}
