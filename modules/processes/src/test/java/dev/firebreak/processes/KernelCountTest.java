package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.confine.KernelLog.Victim;
import dev.firebreak.supervisor.Evidence.KernelKills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCountTest {
  private static final long PID = 7;

  @TempDir Path folder;
  private Path group;
  private Path machine;
  private final AtomicLong clock = new AtomicLong(1);
  private Optional<List<Victim>> log = Optional.empty();

  @BeforeEach
  void files() {
    group = folder.resolve("memory.events");
    machine = folder.resolve("vmstat");
  }

  private KernelCount count(boolean alone) {
    return new KernelCount(new KernelCount.Group(group, alone), machine, () -> log, clock::get);
  }

  private void write(int ofGroup, int ofMachine) throws IOException {
    Files.writeString(group, "low 0\nhigh 0\noom 3\noom_kill %d\n".formatted(ofGroup));
    Files.writeString(machine, "nr_free_pages 5\noom_kill %d\nx 1\n".formatted(ofMachine));
  }

  @Test
  void whatGrewIsCounted() throws IOException {
    write(2, 7);
    KernelCount count = count(false);
    assertEquals(Optional.of(new KernelKills(0, 0)), count.of(PID));

    write(3, 9);

    assertEquals(Optional.of(new KernelKills(1, 2)), count.of(PID));
  }

  @Test
  void thoseThatAreKilledTogetherAreToldTheSame() throws IOException {
    write(2, 7);
    KernelCount count = count(false);
    clock.addAndGet(Duration.ofSeconds(6).toNanos());
    write(4, 9);

    assertEquals(Optional.of(new KernelKills(2, 2)), count.of(PID));
    clock.addAndGet(Duration.ofMillis(20).toNanos());
    assertEquals(Optional.of(new KernelKills(2, 2)), count.of(PID));
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertEquals(Optional.of(new KernelKills(0, 0)), count.of(PID));
  }

  @Test
  void whatWasKilledLongAgoExplainsNoEndOfNow() throws IOException {
    write(2, 7);
    KernelCount count = count(false);
    clock.addAndGet(Duration.ofSeconds(6).toNanos());
    write(4, 9);
    assertTrue(count.due());
    count.glance();
    assertFalse(count.due());

    clock.addAndGet(Duration.ofSeconds(6).toNanos());

    assertEquals(Optional.of(new KernelKills(0, 0)), count.of(PID));
  }

  @Test
  void groupsBelowThatCountAloneAreCountedWithIt() throws IOException {
    write(2, 7);
    Path own = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(own.resolve("memory.events"), "oom_kill 5\n");
    KernelCount alone = count(true);
    KernelCount all = count(false);

    Files.writeString(own.resolve("memory.events"), "oom_kill 6\n");
    Path fresh = Files.createDirectories(folder.resolve("c"));
    Files.writeString(fresh.resolve("memory.events"), "oom_kill 1\n");

    assertEquals(Optional.of(new KernelKills(2, 0)), alone.of(PID));
    assertEquals(Optional.of(new KernelKills(0, 0)), all.of(PID));
  }

  @Test
  void theLogNamesIt() throws IOException {
    write(0, 0);
    KernelCount count = count(false);
    write(2, 2);
    log = Optional.of(List.of(new Victim(PID, "first"), new Victim(8, "x"), new Victim(PID, "it")));

    assertEquals(Optional.of(new KernelKills(2, 2, "it", List.of())), count.of(PID));
  }

  @Test
  void theLogNamesOthers() throws IOException {
    write(0, 0);
    KernelCount count = count(false);
    write(1, 1);
    // Of the same pid, but longer ago than the one that was counted.
    log = Optional.of(List.of(new Victim(PID, "older"), new Victim(8, "x")));

    assertEquals(Optional.of(new KernelKills(1, 1, "", List.of(8L))), count.of(PID));
  }

  @Test
  void aLogThatHasLostOnesNamesNobodyElse() throws IOException {
    write(0, 0);
    KernelCount count = count(false);
    write(2, 2);
    log = Optional.of(List.of(new Victim(8, "x")));

    assertEquals(Optional.of(new KernelKills(2, 2)), count.of(PID));
  }

  @Test
  void aSystemThatTellsNothing() {
    assertEquals(Optional.empty(), count(false).of(PID));
  }

  @Test
  void aSystemThatTellsOfTheMachineAlone() throws IOException {
    write(0, 1);
    Files.delete(group);
    KernelCount count = count(false);

    assertEquals(Optional.of(new KernelKills(-1, 0)), count.of(PID));
  }

  @Test
  void theControlGroupIsTheOneThatTheKernelNames() throws IOException {
    Path self = Files.writeString(folder.resolve("cgroup"), "1:x:/old\n0::/a/b\n");
    Path groups = Files.createDirectories(folder.resolve("fs"));

    assertEquals(
        new KernelCount.Group(groups.resolve("memory.events"), false),
        KernelCount.group(self, groups));

    Path own = Files.createDirectories(groups.resolve("a/b")).resolve("memory.events");
    Files.writeString(own, "oom_kill 1\n");
    assertEquals(new KernelCount.Group(own, false), KernelCount.group(self, groups));
  }

  @Test
  void theControlGroupOfVersionOneIsItsOwn() throws IOException {
    Path self = Files.writeString(folder.resolve("cgroup"), "4:hugetlb,memory:/c\n0::/a/b\n");
    Path groups = folder.resolve("fs");
    Path own = Files.createDirectories(groups.resolve("memory/c")).resolve("memory.oom_control");
    Files.writeString(own, "oom_kill 1\n");

    assertEquals(new KernelCount.Group(own, true), KernelCount.group(self, groups));
  }
}
