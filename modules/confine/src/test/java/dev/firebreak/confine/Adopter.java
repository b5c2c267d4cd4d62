package dev.firebreak.confine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that gets orphans, as pid 1 or by asking: makes some, and many children of its own
 * whose status must stay theirs, and prints what became of both.
 */
final class Adopter {
  private static final int ORPHANS = 5;

  private Adopter() {}

  public static void main(String[] how) throws Exception {
    Optional<Orphans> adopted =
        how[0].equals("pid1")
            ? Orphans.openAsPid1(pid -> false)
            : Orphans.openAsSubreaper(pid -> false);
    Orphans orphans = adopted.orElseThrow();
    for (int i = 0; i < ORPHANS; i++) {
      new ProcessBuilder("sh", "-c", "sleep 0.1 &").start().waitFor();
    }

    int lost = 0;
    while (orphans.reaped() < ORPHANS) {
      List<Process> own = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        own.add(new ProcessBuilder("sh", "-c", "exit 7").start());
      }
      for (Process process : own) {
        lost += process.waitFor() == 7 ? 0 : 1;
      }
    }
    orphans.close();

    System.out.println(
        "pid "
            + (how[0].equals("pid1") ? ProcessHandle.current().pid() : 0)
            + ", reaped "
            + orphans.reaped()
            + ", lost statuses "
            + lost);
  }
}
