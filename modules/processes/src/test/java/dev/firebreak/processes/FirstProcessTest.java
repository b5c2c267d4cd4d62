package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that is pid 1, as in a container, leaves no zombie of what its children left. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstProcessTest {
  private static final List<String> APART =
      List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

  @TempDir Path root;
  private Process unshare;

  @AfterEach
  void end() throws InterruptedException {
    if (unshare != null) {
      List<ProcessHandle> shops = unshare.toHandle().children().toList();
      unshare.destroyForcibly().waitFor();
      shops.forEach(shop -> Watched.until(() -> ProcessHandle.of(shop.pid()).isEmpty()));
      SharedFiles.sweep(); // a killed supervisor leaves this to the next one
    }
  }

  @Test
  void orphansOfChildrenAreReaped() throws Exception {
    assumeTrue(
        permitted(),
        "skipped: no process may be pid 1 here, `unshare --pid --fork --mount-proc` is refused");
    unshare = SmallShop.start(APART, root, "orphan");
    assertEquals(1, SmallShop.ready(unshare.inputReader(), 1).size());
    long shop = unshare.toHandle().children().findFirst().orElseThrow().pid();

    Watched.until(() -> orphans(shop).size() == 2);
    Watched.until(() -> orphans(shop).isEmpty());
  }

  @Test
  void whatItLeftInMemoryIsSweptByTheNextSupervisorOutside() throws Exception {
    assumeTrue(
        permitted(),
        "skipped: no process may be pid 1 here, `unshare --pid --fork --mount-proc` is refused");
    assumeTrue(
        SharedFiles.freshName().contains(".4026531836-"),
        "skipped: from within a namespace of pids nobody sees whether another one is empty");
    Set<String> before = inMemory();
    unshare = SmallShop.start(APART, root, "stay");
    SmallShop.ready(unshare.inputReader(), 1);
    Set<String> left = inMemory();
    left.removeAll(before);
    left.removeIf(name -> !name.contains("-1."));
    assertEquals(1, left.size(), "the box of its child, by its name: " + left);

    long shop = unshare.toHandle().children().findFirst().orElseThrow().pid();
    unshare.destroyForcibly().waitFor();
    // Only when all in its namespace have ended is the first of them gone.
    Watched.until(() -> ProcessHandle.of(shop).isEmpty());

    try (Watched _ = Watched.open(root.resolve("next"), Watched.child("return"))) {
      Watched.until(() -> left.stream().noneMatch(inMemory()::contains));
    }
  }

  private static Set<String> inMemory() {
    String[] names = SharedFiles.MEMORY.toFile().list();
    return new HashSet<>(List.of(names == null ? new String[0] : names));
  }

  /** Those that were given to it, zombies included. */
  private static List<Long> orphans(long shop) {
    return ProcessHandle.of(shop)
        .orElseThrow()
        .children()
        .map(ProcessHandle::pid)
        .filter(pid -> name(pid).equals("sleep"))
        .toList();
  }

  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
    } catch (IOException e) {
      return ""; // it is gone
    }
  }

  private static boolean permitted() throws InterruptedException {
    List<String> trial = new ArrayList<>(APART);
    trial.add("true");
    try {
      return new ProcessBuilder(trial).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no unshare
    }
  }
}
