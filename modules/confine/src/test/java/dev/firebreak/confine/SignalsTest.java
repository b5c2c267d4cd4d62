package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test by native call and by command. */
@Timeout(60)
final class SignalsTest {
  private static final Path NOTHING = Path.of("/dev/null");
  private Process child;

  @AfterEach
  void leaveNothing() throws Exception {
    if (child != null) {
      Signals.sendToGroup(child.pid(), Signals.Signal.KILL);
      child.waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void killReachesTheWholeGroup(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("sleep 600 & echo up >&2; sleep 600");
      List<ProcessHandle> family = child.descendants().toList();

      assertTrue(Signals.sendToGroup(child.pid(), Signals.Signal.KILL));

      assertEquals(137, child.waitFor());
      Until.holds(
          "grandchildren ended",
          () -> family.stream().allMatch(member -> Until.ended(member.pid())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void termToAStoppedProcessIsHeard(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("trap 'exit 7' TERM; echo up >&2; kill -STOP $$; while :; do sleep 0.02; done");
      Until.holds("stopped", () -> !ProcessTable.readable() || Until.state(child.pid()) == 'T');

      assertTrue(Signals.terminateGroup(Identity.of(child.pid())));

      assertEquals(7, child.waitFor());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void groupThatIsGoneIsFalse(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("echo up >&2");
      child.waitFor();

      assertFalse(Signals.sendToGroup(child.pid(), Signals.Signal.TERM));
      assertFalse(Signals.sendTo(child.pid(), Signals.Signal.TERM));
      assertFalse(Signals.killGroup(Identity.of(child.pid())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void laterProcessOfTheSamePidIsLeftAlone(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("echo up >&2; exec sleep 600");
      Identity earlier = new Identity(child.pid(), Identity.of(child.pid()).startTicks() - 1);

      assertFalse(Signals.killGroup(earlier));

      assertTrue(child.isAlive());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "setsid"})
  void grandchildrenOfADeadLeaderAreReached(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("sleep 600 & echo up >&2; wait");
      Identity leader = Identity.of(child.pid());
      long grandchild = child.descendants().findFirst().orElseThrow().pid();
      Signals.sendTo(leader, Signals.Signal.KILL);
      child.waitFor();

      assertTrue(Signals.killGroup(leader));

      Until.holds("grandchild ended", () -> Until.ended(grandchild));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid,perl"})
  void childWithoutAGroupIsKilledAlone(String without) throws Exception {
    try (var _ = new Without(without)) {
      start("echo up >&2; exec sleep 600");

      assertEquals(Session.Means.NONE, Session.means());
      assertFalse(Signals.sendToGroup(child.pid(), Signals.Signal.KILL));
      assertTrue(Signals.killGroup(Identity.of(child.pid())));
      assertEquals(137, child.waitFor());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0, -1, -5, 1L << 40})
  void numberThatMeansEverybodyIsRefused(long pid) {
    assertThrows(
        IllegalArgumentException.class, () -> Signals.sendToGroup(pid, Signals.Signal.KILL));
    assertThrows(IllegalArgumentException.class, () -> Signals.sendTo(pid, Signals.Signal.KILL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "SIGKILL", "sigkill", "9", " kill "})
  void isReadAsUsersWriteIt(String text) {
    assertEquals(Signals.Signal.KILL, Signals.Signal.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SIG", "0", "-9", "KIL"})
  void unknownNamesThoseThatAreKnown(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Signals.Signal.parse(text));

    assertTrue(refused.getMessage().contains("TERM"), refused.getMessage());
  }

  /** Starts a script in a session of its own, and returns when it has said a word. */
  private void start(String script) throws Exception {
    child =
        new ProcessBuilder(Session.command(List.of("sh", "-c", script), NOTHING, NOTHING)).start();
    child.errorReader().readLine();
  }
}
