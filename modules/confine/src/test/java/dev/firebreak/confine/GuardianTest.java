package dev.firebreak.confine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GuardianTest {
  private final String token = UUID.randomUUID().toString();
  private final List<Process> sleepers = new ArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void needsProc() {
    assumeTrue(ProcessTable.readable(), "skipped: these tests find their processes in /proc");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    for (Process sleeper : sleepers) {
      sleeper.destroyForcibly().waitFor();
    }
  }

  @Test
  void killedIsReplacedAndGuardsOn() throws Exception {
    Process child = sleeper();
    try (Guardian guardian = Guardian.open(token, told::add)) {
      guardian.watch(child.pid());
      long first = guardian.pid();
      awaitOlderThanASecond(first);

      Signals.sendTo(first, Signals.Signal.KILL);

      String sentence = told.poll(10, TimeUnit.SECONDS);
      assertTrue(sentence.contains("(pid " + first + ") ended with status 137"), sentence);
      assertTrue(sentence.contains("took over its 1 groups"), sentence);
    }
    assertEquals(137, child.waitFor(), "still watched at the close, so killed by the second one");
  }

  @Test
  void killedAtOnceIsReplacedWithoutALoop() throws Exception {
    try (Guardian guardian = Guardian.open(token, told::add)) {
      Signals.sendTo(guardian.pid(), Signals.Signal.KILL);

      String sentence = told.poll(10, TimeUnit.SECONDS);
      assertTrue(sentence.startsWith("The guardian ended soon after its start"), sentence);
      assertTrue(guardian.pid() > 0);
    }
  }

  @Test
  void stoppedIsContinued() throws Exception {
    try (Guardian guardian = Guardian.open(token, told::add)) {
      Signals.sendTo(guardian.pid(), Signals.Signal.STOP);

      String sentence = told.poll(10, TimeUnit.SECONDS);
      assertTrue(sentence.contains("was stopped by a signal; continued it"), sentence);
      Until.holds("runs again", () -> Until.state(guardian.pid()) == 'S');
    }
  }

  @Test
  void stoppedWithAFullPipeBlocksNobody() throws Exception {
    try (Guardian guardian = Guardian.open(token, told::add)) {
      Signals.sendTo(guardian.pid(), Signals.Signal.STOP);
      for (int i = 0; i < 20_000; i++) {
        guardian.forget(1_000_000_000L + i);
      }
      Signals.sendTo(guardian.pid(), Signals.Signal.CONT);
    }
    assertEquals(List.of(), told.stream().filter(line -> line.contains("ended")).toList());
  }

  @Test
  void closedInOrderKillsOnlyWhatIsWatched() throws Exception {
    Process watched = sleeper();
    Process forgotten = sleeper();
    long pid;
    try (Guardian guardian = Guardian.open(token)) {
      pid = guardian.pid();
      guardian.watch(watched.pid());
      guardian.watch(forgotten.pid());
      guardian.forget(forgotten.pid());
    }

    assertEquals(137, watched.waitFor());
    assertTrue(forgotten.isAlive());
    assertTrue(Until.ended(pid));
  }

  @Test
  void reusedPidIsLeftAlone() throws Exception {
    Process later = sleeper();
    Process guardian = GuardianScript.start(token);
    Identity earlier = new Identity(later.pid(), 1);
    guardian.getOutputStream().write(GuardianScript.watch(earlier).getBytes(UTF_8));

    guardian.getOutputStream().close(); // as when the supervisor is killed
    guardian.waitFor();

    assertTrue(later.isAlive());
  }

  @Test
  void withoutProcItStillKillsGroups() throws Exception {
    Process child = sleeper();
    try (Without _ = new Without("proc");
        Guardian guardian = Guardian.open(token)) {
      guardian.watch(child.pid());
    }

    assertEquals(137, child.waitFor());
  }

  @Test
  void missingShellMeansNoGuardianAndAWord() {
    try (Without _ = new Without("sh");
        Guardian guardian = Guardian.open(token)) {
      guardian.watch(4711);

      assertEquals(-1, guardian.pid());
      assertEquals("no sh on the PATH", Guardian.missing().orElse(""));
    }
  }

  @Test
  void showsInPsWhatItIs() throws Exception {
    try (Guardian guardian = Guardian.open(token)) {
      var expected = "eval \"$S\"\0firebreak-guardian\0" + token;
      Until.holds(
          "its line in ps",
          () ->
              new String(ProcessTable.read("/proc/" + guardian.pid() + "/cmdline", 4096), UTF_8)
                  .contains(expected));
    }
  }

  @Test
  void outerMarkIsNotInherited() throws Exception {
    try (Guardian guardian = Guardian.open(token)) {
      Until.holds(
          "its own environment",
          () -> {
            byte[] environment = ProcessTable.read("/proc/" + guardian.pid() + "/environ", 1 << 16);
            return environment != null && new String(environment, UTF_8).contains("LC_ALL=C");
          });
      byte[] environment = ProcessTable.read("/proc/" + guardian.pid() + "/environ", 1 << 16);
      assertFalse(("\0" + new String(environment, UTF_8)).contains("\0" + Guardian.MARK + "="));
    }
  }

  @Test
  void tokenThatAShellCouldReadIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Guardian.open("$(reboot)"));
  }

  private static void awaitOlderThanASecond(long pid) throws Exception {
    long born = System.nanoTime();
    Until.holds(pid + " is a second old", () -> System.nanoTime() - born > 1_100_000_000L);
  }

  private Process sleeper() throws Exception {
    Process sleeper =
        new ProcessBuilder(
                Session.command(
                    List.of("sleep", "600"), Path.of("/dev/null"), Path.of("/dev/null")))
            .start();
    sleepers.add(sleeper);
    long pid = sleeper.pid();
    Until.holds(
        "own group", () -> ProcessTable.stat(pid).filter(s -> s.group() == pid).isPresent());
    return sleeper;
  }

  @Test
  void guardsOnWhereWhoIsToldFails() throws Exception {
    Process child = sleeper();
    Consumer<String> failing =
        sentence -> {
          told.add(sentence);
          throw new AssertionError("who is told fails");
        };
    try (Guardian guardian = Guardian.open(token, failing)) {
      awaitOlderThanASecond(guardian.pid());
      Signals.sendTo(guardian.pid(), Signals.Signal.KILL);
      assertNotNull(told.poll(10, TimeUnit.SECONDS));

      guardian.watch(child.pid());
    }

    assertTrue(child.waitFor(10, TimeUnit.SECONDS), "the guardian heard of it no more");
  }
}
