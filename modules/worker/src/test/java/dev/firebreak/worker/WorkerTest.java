package dev.firebreak.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToParent.Shortage;
import dev.firebreak.link.ToParent.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WorkerTest {
  @TempDir static Path folder;

  private static Home home;

  @BeforeAll
  static void compile() throws Exception {
    home = Home.compiled(folder);
  }

  @Test
  void requiresApiAndLinkAndNothingElse() {
    Set<String> required =
        Main.class.getModule().getDescriptor().requires().stream()
            .filter(requires -> !requires.modifiers().toString().contains("STATIC"))
            .map(requires -> requires.name())
            .collect(Collectors.toSet());

    assertEquals(Set.of("java.base", "dev.firebreak.api", "dev.firebreak.link"), required);
    assertTrue(
        Main.class.getModule().getDescriptor().exports().stream()
            .allMatch(exports -> exports.targets().equals(Set.of("dev.firebreak.threads"))));
  }

  @Test
  void stagesComeInOrder() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Returns").run()) {
      assertEquals(0, jvm.end());

      List<String> kinds =
          jvm.heard.stream()
              .filter(frame -> !(frame instanceof ToParent.Beat))
              .map(frame ->
                  frame instanceof ToParent.Stage s
                      ? s.step().name()
                      : frame.getClass().getSimpleName())
              .toList();
      assertEquals(List.of("Hello", "LAYER_BUILT", "MAIN_REACHED", "Ended", "Leaving"), kinds);
      ToParent.Hello hello = (ToParent.Hello) jvm.heard.getFirst();
      assertEquals(jvm.process().pid(), hello.pid());
    }
  }

  @Test
  void spareRunsNothingOfTheUsersBeforeRun() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Worker")) {
      jvm.reached(Step.LAYER_BUILT);
      jvm.next(ToParent.Beat.class);
      assertEquals("", jvm.output());

      jvm.run("a").next(ToParent.Ready.class);
      assertTrue(jvm.output().startsWith("initialized\nc 3 [a]\n"), jvm.output());
    }
  }

  @Test
  void spareWhoseParentIsGone() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Worker")) {
      jvm.reached(Step.LAYER_BUILT);
      jvm.hangUp();
      assertEquals(Link.LOST, jvm.end());
    }
  }

  @Test
  void busyProgramWhoseParentIsGone() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Busy").run()) {
      jvm.reached(Step.MAIN_REACHED);
      jvm.hangUp();
      assertEquals(Link.LOST, jvm.end());
    }
  }

  @Test
  void parentThatSendsWhatIsNoFrame() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Busy").run()) {
      jvm.reached(Step.MAIN_REACHED);
      jvm.process().getOutputStream().write(new byte[] {-1, -1, -1, -1, 0});
      jvm.process().getOutputStream().flush();
      assertEquals(Link.LOST, jvm.end());
    }
  }

  @Test
  void taskIsReadyOnceAndReportsAndStopsWhenAsked() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Worker").run()) {
      jvm.next(ToParent.Ready.class);
      while (jvm.next(ToParent.Beat.class).progress() < 2000) {}
      jvm.send(new ToChild.Stop());
      assertEquals(0, jvm.end());

      assertEquals(1, jvm.heard.stream().filter(f -> f instanceof ToParent.Ready).count());
      List<ToParent> notes =
          jvm.heard.stream().filter(f -> f instanceof ToParent.Progress).toList();
      assertEquals(new ToParent.Progress("note 999"), notes.getLast());
      assertTrue(notes.size() < 20, notes::toString);
      assertTrue(jvm.output().endsWith("stopped\n"), jvm.output());
    }
  }

  @Test
  void taskIsInterrupted() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Sleeper").run()) {
      jvm.next(ToParent.Ready.class);
      jvm.send(new ToChild.Interrupt());
      ToParent.Threw threw = jvm.next(ToParent.Threw.class);
      assertEquals(1, jvm.end());

      assertEquals("java.lang.InterruptedException", threw.thrown().type());
      assertFalse(threw.thrown().stack().contains("dev.firebreak"), threw.thrown().stack());
    }
  }

  @Test
  void throwsInAnotherThread() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "ThrowsInThread").run()) {
      ToParent.Threw threw = jvm.next(ToParent.Threw.class);
      assertEquals(0, jvm.end());

      assertEquals("elsewhere", threw.thread());
      assertEquals("elsewhere", threw.thrown().message());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DirectMemory, -XX:MaxDirectMemorySize=4m, DIRECT",
    "Metaspace, -XX:MaxMetaspaceSize=20m, METASPACE",
    "LargestArray, -Xmx64m, ARRAY",
    "ThreadsRunOut, -Xmx64m, THREADS"
  })
  void memoryOfAKindRunsOut(String main, String flag, Shortage shortage) throws Exception {
    try (Jvm jvm = Jvm.classPath(home, main, flag).run()) {
      ToParent.OutOfMemory memory = jvm.next(ToParent.OutOfMemory.class);
      assertEquals(Child.OUT_OF_MEMORY, jvm.end());

      assertEquals(shortage, memory.shortage(), memory::message);
      assertTrue(
          jvm.output().contains("Exception in thread \"main\" java.lang.OutOfM"), jvm.output());
    }
  }

  @Test
  void outOfMemoryThrownByHandInAThread() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "OutOfMemoryByHand").run()) {
      ToParent.OutOfMemory memory = jvm.next(ToParent.OutOfMemory.class);
      assertEquals(Child.OUT_OF_MEMORY, jvm.end());

      assertEquals(new ToParent.OutOfMemory(Shortage.OTHER, "hungry", "by hand"), memory);
    }
  }

  @Test
  void termRunsHooksAndIsTold() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Hooked").run()) {
      while (!jvm.output().contains("waiting")) {
        jvm.next(ToParent.Beat.class);
      }
      long at = System.nanoTime();
      jvm.process().toHandle().destroy();
      assertEquals(143, jvm.end());

      assertTrue(jvm.said(ToParent.Leaving.class));
      assertEquals("waiting\nhook\n", jvm.output());
      // HotSpot's own wait for a thread in native code is 300 ms; the machine may be slow, though.
      System.out.println("TERM to end: " + (System.nanoTime() - at) / 1_000_000 + " ms");
    }
  }

  @Test
  void exitIsNotHeldUpByAParentThatDoesNotRead() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Exits").run()) {
      assertTrue(jvm.process().waitFor(20, TimeUnit.SECONDS));
      assertEquals(7, jvm.process().exitValue());
    }
  }

  @Test
  void parentThatNeverReadsHoldsNothingUp() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "TalksToNobody").run()) {
      assertTrue(jvm.process().waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, jvm.process().exitValue());
      assertTrue(jvm.output().endsWith("not held up\n"), "the program ran to its end");
    }
  }

  @Test
  void spareEndsAtOnceOnTerm() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Worker")) {
      jvm.reached(Step.LAYER_BUILT);
      jvm.next(ToParent.Beat.class);
      long at = System.nanoTime();
      jvm.process().toHandle().destroy();
      assertEquals(143, jvm.end());

      assertTrue(jvm.said(ToParent.Leaving.class));
      assertEquals("", jvm.output());
      // HotSpot's own wait for a thread in native code is 300 ms; the machine may be slow, though.
      System.out.println("TERM to end of a spare: " + (System.nanoTime() - at) / 1_000_000 + " ms");
    }
  }

  @Test
  void mainClassThatIsNotThere() throws Exception {
    assertRefused(
        Jvm.classPath(home, "Nowhere"), "the main class Nowhere is not on the class path");
  }

  @Test
  void mainClassWithoutMain() throws Exception {
    assertRefused(Jvm.classPath(home, "Service"), "class Service has no main method");
  }

  @Test
  void moduleThatWasNotGranted() throws Exception {
    assertRefused(
        Jvm.module(home, "asks"),
        "module asks requires nowhere requires java.sql, which was not granted: add --grant"
            + " java.sql (or grants = [\"java.sql\"])");
  }

  @Test
  void moduleThatIsNotThere() throws Exception {
    assertRefused(Jvm.module(home, "missing"), "the program is module missing, which is neither");
  }

  @Test
  void moduleThatRequiresTheLink() throws Exception {
    assertRefused(
        Jvm.module(home, "reaches"),
        "module reaches requires dev.firebreak.link, which is not for programs");
  }

  @Test
  void reflectionDoesNotReachTheWorkerNorTheLink() throws Exception {
    try (Jvm jvm = Jvm.classPath(home, "Reaches").run()) {
      assertEquals(0, jvm.end());
      assertEquals("InaccessibleObjectException\nInaccessibleObjectException\n", jvm.output());
    }
  }

  @Test
  void startedByHandItEmptiesNoFile() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    String command = "exec \"$@\" 3<'" + precious + "' 4<'" + precious + "'";
    Process process =
        new ProcessBuilder(
                List.of(
                    "sh",
                    "-c",
                    command,
                    "sh",
                    Home.tool("java"),
                    "-p",
                    Home.rooms(),
                    "-m",
                    "dev.firebreak.worker/dev.firebreak.worker.Main"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(1, process.waitFor());
    assertTrue(said.contains("started by a supervisor"), said);
    assertEquals("kept", Files.readString(precious));
  }

  @Test
  void trainingCoversBothKindsOfProgram() throws Exception {
    Path list =
        Files.writeString(folder.resolve("list"), "# c\n@x\njava/lang/Object id: 1\nno/X\n");
    Process process =
        new ProcessBuilder(
                List.of(
                    Home.tool("java"),
                    "-p",
                    Home.rooms(),
                    "-m",
                    "dev.firebreak.worker/dev.firebreak.worker.Main",
                    "--train",
                    list.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(0, process.waitFor(), said);
    assertEquals("trained with 1 classes of " + list + "\n", said);
  }

  private static void assertRefused(Jvm jvm, String sentence) throws Exception {
    try (jvm) {
      ToParent.Failed failed = jvm.next(ToParent.Failed.class);
      assertEquals(Child.NOT_STARTED, jvm.end());

      assertEquals(Step.LAYER_BUILT, failed.step());
      assertTrue(failed.sentence().startsWith(sentence), failed::sentence);
      assertEquals("", jvm.output());
    }
  }
}
