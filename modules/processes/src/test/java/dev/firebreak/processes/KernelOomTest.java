package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.confine.KernelLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel itself kills children for want of memory, in a control group with a limit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelOomTest {
  /** The property that takes parts of the machine away. */
  private static final String WITHOUT = "dev.firebreak.confine.without";

  private static final long LIMIT = 32L << 20;

  @TempDir Path root;

  @AfterEach
  void restore() {
    System.clearProperty(WITHOUT);
  }

  private Path sign() {
    return root.resolve("eat");
  }

  private static long pid(Watched watched, String name) {
    Watched.until(() ->
        watched.supervisor.children().stream()
            .allMatch(child -> child.state() == ChildStatus.State.UP));
    return watched.supervisor.children().stream()
        .filter(child -> child.id().name().equals(name))
        .findFirst()
        .orElseThrow()
        .id()
        .pid();
  }

  private Event.Ended eaten() throws IOException {
    try (MemoryLimit group = MemoryLimit.of(LIMIT);
        Watched watched = Watched.open(root, Watched.child(Eater.class, sign().toString()))) {
      group.add(pid(watched, "web"));
      Files.createFile(sign());
      return watched.await(Event.Ended.class);
    }
  }

  @Test
  void killedByTheKernelInAGroupOfItsOwn() throws IOException {
    Event.Ended ended = eaten();

    Verdict verdict = ended.verdict();
    boolean readable = KernelLog.victims().isPresent();
    assertEquals(Cause.KERNEL_OOM, verdict.cause(), ended.sentence());
    assertEquals(readable ? Confidence.CERTAIN : Confidence.LIKELY, verdict.confidence());
    assertEquals("1", verdict.numbers().get("killed by the kernel in this control group"));
    if (readable) {
      String line = verdict.numbers().get("the kernel's log");
      assertTrue(String.valueOf(line).contains(" " + ended.child().pid() + " "), line);
    }
    Incident kept = Incidents.read(verdict.incident().orElseThrow()).orElseThrow();
    assertTrue(kept.files().contains("launch.txt"), kept.toString());
  }

  @Test
  void killedByTheKernelWhereItsLogMayNotBeRead() throws IOException {
    System.setProperty(WITHOUT, "kernel-log");

    Event.Ended ended = eaten();

    assertEquals(Cause.KERNEL_OOM, ended.verdict().cause(), ended.sentence());
    assertEquals(Confidence.LIKELY, ended.verdict().confidence());
  }

  @Test
  void killedByAPersonWhileTheKernelKillsANeighbour() throws IOException {
    try (MemoryLimit group = MemoryLimit.of(LIMIT);
        Watched watched =
            Watched.open(
                root,
                Watched.child("stay").named("calm"),
                Watched.child(Eater.class, sign().toString()).named("eater"))) {
      // In the group above, which has the count of this one too.
      long calm = pid(watched, "calm");
      group.add(pid(watched, "eater"));
      Files.createFile(sign());
      watched.await(Event.Ended.class, end -> end.child().name().equals("eater"));

      ProcessHandle.of(calm).orElseThrow().destroyForcibly();

      Verdict verdict =
          watched.await(Event.Ended.class, end -> end.child().name().equals("calm")).verdict();
      assertNotEquals(Confidence.CERTAIN, verdict.confidence(), verdict.sentence());
      if (KernelLog.victims().isPresent()) {
        assertEquals(Cause.KILLED, verdict.cause(), verdict.sentence());
        assertTrue(verdict.sentence().contains("were others"), verdict.sentence());
      }
    }
  }
}
