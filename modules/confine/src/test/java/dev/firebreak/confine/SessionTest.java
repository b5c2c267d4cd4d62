package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SessionTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "setsid"})
  void childLeadsItsOwnSessionUnderTheSamePid(String without) throws Exception {
    try (var _ = new Without(without)) {
      Process child = start("cut -d' ' -f1,5,6 /proc/$$/stat >&2");

      String ids = child.errorReader().readLine();

      assertEquals((child.pid() + " ").repeat(3).strip(), ids);
      assertEquals(0, child.waitFor());
    }
  }

  @Test
  void withoutAnyMeansTheChildStillRunsWithItsLink() throws Exception {
    try (var _ = new Without("setsid,perl")) {
      Process child = start("read order <&3; echo \"heard $order\" >&4");
      say(child, "hello");

      assertEquals("heard hello", child.inputReader().readLine());
    }
  }

  @Test
  void linkAndThreeStreamsAreFivePipes() throws Exception {
    Path in = Files.writeString(folder.resolve("in with 'quote' $(x)"), "typed\n");
    Path out = Files.createFile(folder.resolve("out with \"quote\""));
    Process child =
        new ProcessBuilder(
                Session.command(
                    List.of(
                        "sh",
                        "-c",
                        "read line; echo \"out $line $1\"; echo err >&2; read order <&3;"
                            + " echo \"link $order\" >&4",
                        "sh",
                        "an argument with 'quote' and $blank"),
                    in,
                    out))
            .start();
    say(child, "order");

    assertEquals("link order", child.inputReader().readLine());
    assertEquals("err", child.errorReader().readLine());
    assertEquals(0, child.waitFor());
    assertEquals("out typed an argument with 'quote' and $blank\n", Files.readString(out));
  }

  @Test
  void missingFileIsToldOnStderr() throws Exception {
    Path missing = folder.resolve("missing");
    Process child =
        new ProcessBuilder(Session.command(List.of("true"), missing, Path.of("/dev/null"))).start();

    String sentence = child.errorReader().readLine();

    assertTrue(sentence.contains(missing.toString()), sentence);
    assertTrue(child.waitFor() != 0);
  }

  @Test
  void childThatWaitsForItsFifoCanBeKilledAsAGroup() throws Exception {
    Path fifo = folder.resolve("fifo");
    Fifo.create(fifo);
    Process child =
        new ProcessBuilder(Session.command(List.of("true"), fifo, Path.of("/dev/null"))).start();
    long pid = child.pid();
    Until.holds(
        "own group", () -> ProcessTable.stat(pid).filter(stat -> stat.group() == pid).isPresent());

    assertTrue(Signals.sendToGroup(pid, Signals.Signal.KILL));

    assertEquals(137, child.waitFor());
    assertNull(child.inputReader().readLine());
  }

  @Test
  void missingShellIsASentence() {
    try (var _ = new Without("sh")) {
      var refused =
          assertThrows(
              UnsupportedOperationException.class,
              () -> Session.command(List.of("true"), folder, folder));

      assertTrue(refused.getMessage().startsWith("no sh on this system's PATH"));
    }
  }

  private static Process start(String script) throws Exception {
    Path nothing = Path.of("/dev/null");
    return new ProcessBuilder(Session.command(List.of("sh", "-c", script), nothing, nothing))
        .start();
  }

  private static void say(Process child, String order) throws Exception {
    try (var link = child.outputWriter()) {
      link.write(order + "\n");
    }
  }
}
