package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RingsTest {
  @Test
  void missingPartsSayWhyAndWhatMends() {
    try (var _ = new Without("ffm,setsid,perl,mkfifo,proc,guardian,grep,systemd-notify")) {
      for (Ring ring : Rings.rings()) {
        boolean countedAnyway = ring.name().equals("descriptors");
        assertTrue(countedAnyway || !ring.present(), ring.name());
        assertFalse(ring.says().isBlank(), ring.name());
        assertTrue(ring.present() || !ring.mend().isBlank(), ring.name());
      }
    }
  }

  @Test
  void jvmWithoutTheFlagUsesCommandsAndPrintsNoWarning() throws Exception {
    var command = Jvm.running(Flagless.class);
    command.remove("--enable-native-access=ALL-UNNAMED");

    var answer = Tool.run(command);

    assertEquals("gone false, here true", answer.text());
  }

  /** Sends signals in a JVM that was granted no native access. */
  static final class Flagless {
    private Flagless() {}

    public static void main(String[] none) throws Exception {
      Signals.warm();
      Process ended = new ProcessBuilder("true").start();
      ended.waitFor();
      Process here = new ProcessBuilder("sleep", "60").start();
      System.out.println(
          "gone "
              + Signals.sendTo(ended.pid(), Signals.Signal.TERM)
              + ", here "
              + Signals.sendTo(here.pid(), Signals.Signal.KILL));
    }
  }

  @Test
  void processTableTellsOfThisProcess() {
    long self = ProcessHandle.current().pid();

    ProcessTable.Stat stat = ProcessTable.stat(self).orElseThrow();

    assertEquals(ProcessHandle.current().parent().orElseThrow().pid(), stat.parent());
    assertTrue(stat.cpuTime().compareTo(Duration.ZERO) > 0);
    assertTrue(!ProcessTable.readable() || ProcessTable.pss(self) > 1 << 20);
    assertTrue(ProcessTable.rss(self) >= ProcessTable.pss(self) / 2);
    assertTrue(ProcessTable.stat(Integer.MAX_VALUE).isEmpty());
  }

  @Test
  void nameWithBracketsAndBlanksIsParsed() throws Exception {
    Path odd = Files.createTempFile("a) R (", " b");
    Files.copy(
        Tool.named("sleep").orElseThrow(),
        odd,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Process sleeper = new ProcessBuilder(odd.toString(), "60").start();
    try {
      assertEquals(
          ProcessHandle.current().pid(), ProcessTable.stat(sleeper.pid()).orElseThrow().parent());
    } finally {
      sleeper.destroyForcibly().waitFor();
      Files.delete(odd);
    }
  }

  @Test
  void withoutProcTheTableTellsWhatItCan() {
    try (var _ = new Without("proc")) {
      ProcessTable.Stat stat = ProcessTable.stat(ProcessHandle.current().pid()).orElseThrow();

      assertEquals('?', stat.state());
      assertTrue(stat.startTicks() > 0);
      assertFalse(Identity.of(ProcessHandle.current().pid()).replaced());
      assertEquals(-1, ProcessTable.pss(1));
    }
  }

  @Test
  void descriptorsAreCountedAgainstTheirLimit() {
    Descriptors now = Descriptors.now();

    assertTrue(!ProcessTable.readable() || (now.open() > 2 && now.soft() >= now.open()));
    assertTrue(now.sentence().contains("ulimit -n"));
  }
}
