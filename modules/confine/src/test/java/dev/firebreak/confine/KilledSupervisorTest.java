package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KilledSupervisorTest {
  private final String token = UUID.randomUUID().toString();
  @TempDir Path folder;
  private Process supervisor;
  private long guardian;

  @BeforeEach
  void needsProc() {
    assumeTrue(ProcessTable.readable(), "skipped: these tests find their processes in /proc");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    if (supervisor != null) {
      supervisor.destroyForcibly().waitFor();
    }
    for (long pid : ProcessTable.marked(token)) {
      Signals.sendTo(pid, Signals.Signal.KILL);
    }
  }

  @Test
  void leavesNoIdleChild() throws Exception {
    List<Long> children = start(1, "watched", "exec sleep 600");

    assertAllEnd(children);
  }

  @Test
  void leavesNoStoppedChild() throws Exception {
    List<Long> children = start(1, "watched", "kill -STOP $$; exec sleep 600");
    Until.holds("stopped", () -> Until.state(children.getFirst()) == 'T');

    assertAllEnd(children);
  }

  @Test
  void leavesNoBusyChildThatIgnoresSignals() throws Exception {
    List<Long> children = start(1, "watched", "trap '' TERM INT HUP; while :; do :; done");

    assertAllEnd(children);
  }

  @Test
  void leavesNoGrandchild() throws Exception {
    List<Long> family = start(2, "watched", "sleep 600 & sleep 600");

    assertAllEnd(family);
  }

  @Test
  void leavesNoGrandchildWhoseParentIsGone() throws Exception {
    List<Long> family = start(1, "watched", "sleep 600 &");

    assertAllEnd(family);
  }

  @Test
  void leavesNoGrandchildInItsOwnSession() throws Exception {
    List<Long> family = start(2, "watched", "(setsid sleep 600 &); exec sleep 600");

    assertAllEnd(family);
  }

  @Test
  void leavesNoStoppedGrandchildInItsOwnSession() throws Exception {
    List<Long> family =
        start(2, "watched", "(setsid sh -c 'kill -STOP $$; exec sleep 600' &); exec sleep 600");
    Until.holds("stopped", () -> family.stream().anyMatch(pid -> Until.state(pid) == 'T'));

    assertAllEnd(family);
  }

  @Test
  void leavesNoChildThatWasNotYetWatched() throws Exception {
    List<Long> children = start(1, "unwatched", "kill -STOP $$; exec sleep 600");

    assertAllEnd(children);
  }

  @Test
  void leavesNoStoppedChildThatScrubbedItsEnvironment() throws Exception {
    Path file = folder.resolve("pid");
    start(0, "watched", "echo $$ >" + file + "; exec env -i sh -c 'kill -STOP $$; sleep 600'");
    Until.holds("its pid is written", () -> Files.exists(file) && Files.size(file) > 1);
    long child = Long.parseLong(Files.readString(file).strip());
    Until.holds("stopped", () -> Until.state(child) == 'T');

    assertAllEnd(List.of(child));
  }

  @Test
  void leavesNoneOfManyChildren() throws Exception {
    String[] scripts = new String[40];
    Arrays.fill(scripts, "exec sleep 600");
    List<Long> children = start(40, "watched", scripts);

    assertAllEnd(children);
  }

  @Test
  void leavesNoChildWhenTheGuardianWasKilledBefore() throws Exception {
    List<Long> children = start(1, "watched", "kill -STOP $$; exec sleep 600");
    Identity first = Identity.of(guardian);
    Signals.sendTo(first, Signals.Signal.KILL);
    Until.holds(
        "another guardian",
        () -> supervisor.children().anyMatch(child -> isGuardian(child, first.pid())));

    assertAllEnd(children);
  }

  @Test
  void leavesNoChildThoughTheGuardianGotTheTerminalsSignals() throws Exception {
    List<Long> children = start(1, "watched", "exec sleep 600");
    for (String name : List.of("INT", "TERM", "HUP", "QUIT", "TSTP")) {
      Signals.sendTo(guardian, Signals.Signal.parse(name));
    }

    assertAllEnd(children);
  }

  private static boolean isGuardian(ProcessHandle child, long before) {
    byte[] words = ProcessTable.read("/proc/" + child.pid() + "/cmdline", 4096);
    return child.pid() != before
        && words != null
        && new String(words, StandardCharsets.UTF_8).contains("firebreak-guardian");
  }

  private List<Long> start(int processes, String watched, String... scripts) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(token, watched));
    arguments.addAll(List.of(scripts));
    supervisor =
        new ProcessBuilder(Jvm.running(SmallSupervisor.class, arguments.toArray(String[]::new)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    guardian = Long.parseLong(firstLine(supervisor.inputReader()));
    Until.holds(
        processes + " processes run", () -> settled(ProcessTable.marked(token)) == processes);
    return ProcessTable.marked(token);
  }

  /** Past their shells' beginnings: in the sleep, the stop or the loop that they were to reach. */
  private static long settled(List<Long> pids) {
    return pids.stream()
        .filter(pid -> {
          byte[] words = ProcessTable.read("/proc/" + pid + "/cmdline", 4096);
          String command = words == null ? "" : new String(words, StandardCharsets.UTF_8);
          return command.startsWith("sleep")
              || command.startsWith("sh\0-c\0trap")
              || Until.state(pid) == 'T';
        })
        .count();
  }

  private static String firstLine(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    return line == null ? "" : line;
  }

  private void assertAllEnd(List<Long> pids) throws Exception {
    supervisor.destroyForcibly().waitFor();

    Until.holds("every child ended", () -> pids.stream().allMatch(Until::ended));
    assertEquals(List.of(), ProcessTable.marked(token));
    Until.holds("the guardian ended too", () -> Until.ended(guardian));
  }
}
