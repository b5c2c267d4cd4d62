package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToParent.Step;
import dev.firebreak.link.ToWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real workers of a pool: what ends their process, and what they leave behind. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir static Path folder;

  private static Home home;

  @BeforeAll
  static void compile() throws Exception {
    home = Home.compiled(folder);
  }

  @Test
  void tasksOfAClassPath() throws Exception {
    Path board = folder.resolve("board");
    try (Jvm jvm = Jvm.serving(home, board, "", Jvm.INSIDE, Jvm.MEMORY)) {
      jvm.parent().open();
      int function = jvm.parent().define(home.task("add"));
      for (int i = 0; i < 1000 || !jvm.parent().mapped(); i++) {
        jvm.parent().work(function, i);
        assertEquals(i + 1, jvm.parent().value());
      }
      jvm.parent().inline(home.task("pid"));

      assertEquals(jvm.process().pid(), jvm.parent().value());
    }
  }

  @Test
  void stagesComeInOrder() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      jvm.parent().open();
      jvm.send(new ToChild.Stop());
      assertEquals(0, jvm.end());

      List<String> kinds = new ArrayList<>();
      for (ToParent frame : jvm.parent().heard) {
        kinds.add(
            frame instanceof ToParent.Stage stage
                ? stage.step() + " " + stage.task()
                : frame.getClass().getSimpleName());
      }
      kinds.removeIf("Beat"::equals);
      assertEquals(List.of("Hello", "LAYER_BUILT true", "MAIN_REACHED true", "Opened"), kinds);
      assertTrue(jvm.heard.contains(new ToParent.Ended(ToParent.How.RETURNED)));
      assertTrue(jvm.said(ToParent.Leaving.class));
    }
  }

  @Test
  void tasksOfAModuleThatOpensNothing() throws Exception {
    try (Jvm jvm = Jvm.servingModule(home, "jobs", Jvm.INSIDE, Jvm.MEMORY)) {
      jvm.parent().open();
      Class<?> jobs = home.jobs();

      jvm.parent().inline(jobs.getMethod("where").invoke(null));
      assertEquals("jobs", jvm.parent().value());

      jvm.parent().with(jobs);
      jvm.parent().inline(jobs.getMethod("mirror", int.class, int.class).invoke(null, 1, 2));
      assertEquals("Point[x=2, y=2]", jvm.parent().value().toString());
    }
  }

  @Test
  void withoutTheFlagsOfAnImage() throws Exception {
    try (Jvm jvm = Jvm.servingModule(home, "jobs")) {
      jvm.parent().open();

      jvm.parent().inline(home.jobs().getMethod("where").invoke(null));
      assertEquals("jobs", jvm.parent().value());
    }
    Path board = folder.resolve("board without flags");
    try (Jvm jvm = Jvm.serving(home, board, "")) {
      jvm.parent().open();
      int function = jvm.parent().define(home.task("add"));
      for (int i = 0; i < 10 || !jvm.parent().mapped(); i++) {
        jvm.parent().work(function, i);
        assertEquals(i + 1, jvm.parent().value());
      }
    }
  }

  @Test
  void taskThatExits() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      jvm.parent().open();
      jvm.parent().work(jvm.parent().define(home.task("exit")), 5);

      assertEquals(5, jvm.end());
      assertTrue(jvm.said(ToParent.Leaving.class));
    }
  }

  @Test
  void taskWhoseHeapRunsOut() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "", "-Xmx64m")) {
      jvm.parent().open();
      jvm.parent().inline(home.task("quiet"));
      assertEquals(1, jvm.parent().value());
      jvm.parent().inline(home.task("hungry"));
      ToParent.OutOfMemory memory = jvm.parent().await(ToParent.OutOfMemory.class);

      assertEquals(Child.OUT_OF_MEMORY, jvm.end());
      assertEquals(ToParent.Shortage.HEAP, memory.shortage());
      assertEquals("main", memory.thread());
      assertFalse(jvm.said(FromWorker.Result.class));
    }
  }

  @Test
  void taskThatThrowsHasTheStackOfItsOwn() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "", Jvm.INSIDE)) {
      jvm.parent().open();
      jvm.parent().inline(home.task("throw"));
      Parent.Result result = jvm.parent().result();

      assertEquals(Board.THREW, result.kind());
      Throwable thrown = assertInstanceOf(IllegalStateException.class, result.value());
      assertEquals("thrower", thrown.getStackTrace()[0].getMethodName());
      assertEquals(1, thrown.getStackTrace().length, () -> List.of(thrown.getStackTrace()) + "");
      assertEquals("cause", thrown.getCause().getMessage());

      jvm.parent().inline(home.task("quiet"));
      assertEquals(1, jvm.parent().value());
    }
  }

  @Test
  void classWhoseInitializerFails() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "", Jvm.INSIDE, "-Dbroken=true")) {
      jvm.parent().open();
      for (int i = 0; i < 2; i++) {
        jvm.parent().inline(home.task("broken"));
        assertEquals(Board.NOT_LOADED, jvm.parent().result().kind());
      }

      jvm.parent().inline(home.task("quiet"));
      assertEquals(1, jvm.parent().value());
    }
  }

  @Test
  void killedWhileAnItemRuns() throws Exception {
    Path file = folder.resolve("board of the killed");
    try (Jvm jvm = Jvm.serving(home, file, "", Jvm.INSIDE, Jvm.MEMORY)) {
      jvm.parent().open();
      int function = jvm.parent().define(home.task("add"));
      while (!jvm.parent().mapped()) {
        jvm.parent().work(function, 1);
        jvm.parent().value();
      }
      Files.delete(file);
      long before = jvm.parent().work(function, 41);
      jvm.parent().inline(home.task("forever"));
      jvm.parent().work(function, 1);
      while (!jvm.output().contains("spinning")) {
        Thread.onSpinWait();
      }
      jvm.process().toHandle().destroyForcibly();

      assertEquals(137, jvm.end());
      assertEquals(42, jvm.parent().left(), "what was finished is in the ring");
      assertEquals(before + 2, jvm.parent().board().next(), "the last one was not begun");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spin", "forever"})
  void parentIsGoneWhileAnItemRuns(String task) throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      jvm.parent().open();
      jvm.parent().inline(home.task(task));
      while (!jvm.output().contains("spinning")) {
        Thread.onSpinWait();
      }
      jvm.hangUp();

      assertEquals(Link.LOST, jvm.end());
    }
  }

  @Test
  void parentIsGoneWhileTheWorkerIsIdle() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      jvm.parent().open();
      jvm.hangUp();

      assertEquals(Link.LOST, jvm.end());
    }
  }

  @Test
  void stopRunsTheFinalizerAndNoThreadHoldsItUp() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      int hello = jvm.parent().define(home.task("hello"));
      int goodbye = jvm.parent().define(home.task("goodbye"));
      jvm.send(new ToWorker.Open(hello, goodbye));
      jvm.parent().inline(home.task("thread"));
      jvm.parent().value();
      jvm.parent().inline(home.task("spin"));
      while (!jvm.output().contains("spinning")) {
        Thread.onSpinWait();
      }
      jvm.send(new ToChild.Stop());

      assertEquals(0, jvm.end());
      assertTrue(jvm.said(FromWorker.Result.class));
      assertEquals("hello\nspinning\ngoodbye\n", jvm.output());
    }
  }

  @Test
  void initializerThatFailsEndsTheWorker() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "")) {
      jvm.send(new ToWorker.Open(jvm.parent().define(home.task("refuse")), ToWorker.Open.NONE));
      FromWorker.Opened opened = jvm.parent().await(FromWorker.Opened.class);

      assertEquals(Child.NOT_STARTED, jvm.end());
      assertTrue(jvm.parent().thrown(opened.failure()).toString().contains("not today"));
    }
  }

  @Test
  void finalizerThatFailsIsPrinted() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "", Jvm.INSIDE)) {
      int refuse = jvm.parent().define(home.task("refuse"));
      jvm.send(new ToWorker.Open(ToWorker.Open.NONE, refuse));
      jvm.parent().await(FromWorker.Opened.class);
      jvm.send(new ToChild.Stop());

      assertEquals(0, jvm.end());
      assertTrue(jvm.output().startsWith("java.lang.IllegalStateException: not today\n"));
      assertFalse(jvm.output().contains("dev.firebreak"), jvm.output());
    }
  }

  @Test
  void outputIsMarkedWhereAnotherTaskWritesThanBefore() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, TOKEN)) {
      int hello = jvm.parent().define(home.task("hello"));
      int goodbye = jvm.parent().define(home.task("goodbye"));
      jvm.send(new ToWorker.Open(hello, goodbye));
      int print = jvm.parent().define(home.task("print"));
      jvm.parent().work(print, "a");
      jvm.parent().inline(home.task("quiet"));
      jvm.parent().work(print, "b\u00e9\n");
      for (int i = 1; i <= 3; i++) {
        assertEquals(i, jvm.parent().value());
        if (i == 1) {
          // What it wrote is there before its result; what the next ones write may be there too.
          String first = "hello\n" + mark(100) + "a" + mark(100) + "e" + end(100) + end(100);
          assertTrue(jvm.output().startsWith(first), jvm.output());
        }
      }
      jvm.send(new ToChild.Stop());
      assertEquals(0, jvm.end());

      assertEquals(
          "hello\n"
              + (mark(100) + "a" + mark(100) + "e" + end(100) + end(100))
              + (mark(102) + "b\u00e9\n" + mark(102) + "e" + end(102) + end(102))
              + (mark(-1) + "goodbye\n"),
          jvm.output());
    }
  }

  @Test
  void termWhileTheWorkerIsIdle() throws Exception {
    try (Jvm jvm = Jvm.serving(home, null, "", Jvm.INSIDE)) {
      jvm.parent().open();
      jvm.parent().inline(home.task("quiet"));
      jvm.parent().value();
      jvm.process().toHandle().destroy();

      assertEquals(143, jvm.end());
      assertTrue(jvm.said(ToParent.Leaving.class));
    }
  }

  @Test
  void spareRunsNothingOfTheUsersAndHasNoParentAnyMore() throws Exception {
    try (Jvm jvm = new Jvm(home, "-cp", home.classPath().toString())) {
      jvm.prepareToServe();
      jvm.reached(Step.LAYER_BUILT);
      jvm.next(ToParent.Beat.class);
      jvm.hangUp();

      assertTrue(jvm.process().waitFor(20, TimeUnit.SECONDS));
      assertEquals(Link.LOST, jvm.process().exitValue());
      assertEquals("", jvm.output());
    }
  }

  private static String end(long task) {
    String mark = mark(task);
    return mark.substring(0, mark.length() - 1) + "\1";
  }

  private static String mark(long task) {
    return "\0" + TOKEN + "%016x".formatted(task) + "\0";
  }
}
