package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OrphansTest {
  @Test
  void areReapedByPid1AndNoChildsStatusIsLost() throws Exception {
    List<String> apart = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
    assumeTrue(
        Tool.named("unshare").isPresent() && permitted(apart),
        "skipped: no process may be pid 1 here, `unshare --pid --fork --mount-proc` is refused");
    apart.addAll(Jvm.running(Adopter.class, "pid1"));

    assertEquals("pid 1, reaped 5, lost statuses 0", lastLine(apart));
  }

  @Test
  void areReapedByAProcessThatAsksForThem() throws Exception {
    assumeTrue(Native.LINUX, "skipped: only Linux gives orphans to a process that asks");

    assertEquals(
        "pid 0, reaped 5, lost statuses 0", lastLine(Jvm.running(Adopter.class, "subreaper")));
  }

  @Test
  void areNotLookedForWhenThisIsNotPid1() {
    assertTrue(Orphans.openAsPid1(pid -> false).isEmpty());
  }

  @Test
  void withoutNativeAccessTheyAreLeftWithAWord() {
    try (var _ = new Without("ffm")) {
      assertTrue(Orphans.openAsSubreaper(pid -> false).isEmpty());
      assertTrue(Orphans.missing().isPresent());
    }
  }

  private static boolean permitted(List<String> apart) throws Exception {
    List<String> trial = new ArrayList<>(apart);
    trial.add("true");
    return Tool.run(trial).status() == 0;
  }

  private static String lastLine(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return process.inputReader().lines().reduce("", (before, line) -> line);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
