package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.supervisor.Evidence.KernelKills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCountTest {
  @TempDir Path folder;
  private Path group;
  private Path machine;
  private final AtomicLong clock = new AtomicLong(1);

  @BeforeEach
  void files() {
    group = folder.resolve("memory.events");
    machine = folder.resolve("vmstat");
  }

  private void write(int ofGroup, int ofMachine) throws IOException {
    Files.writeString(group, "low 0\nhigh 0\noom 3\noom_kill %d\n".formatted(ofGroup));
    Files.writeString(machine, "nr_free_pages 5\noom_kill %d\nx 1\n".formatted(ofMachine));
  }

  @Test
  void whatGrewIsCounted() throws IOException {
    write(2, 7);
    KernelCount count = new KernelCount(group, machine, clock::get);
    assertEquals(Optional.of(new KernelKills(0, 0)), count.since());

    write(3, 9);

    assertEquals(Optional.of(new KernelKills(1, 2)), count.since());
  }

  @Test
  void thoseThatAreKilledTogetherAreToldTheSame() throws IOException {
    write(2, 7);
    KernelCount count = new KernelCount(group, machine, clock::get);
    clock.addAndGet(Duration.ofHours(1).toNanos());
    write(4, 9);

    assertEquals(Optional.of(new KernelKills(2, 2)), count.since());
    clock.addAndGet(Duration.ofMillis(20).toNanos());
    assertEquals(Optional.of(new KernelKills(2, 2)), count.since());
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertEquals(Optional.of(new KernelKills(0, 0)), count.since());
  }

  @Test
  void aSystemThatTellsNothing() {
    assertEquals(Optional.empty(), new KernelCount(group, machine, clock::get).since());
  }

  @Test
  void aSystemThatTellsOfTheMachineAlone() throws IOException {
    write(0, 1);
    Files.delete(group);
    KernelCount count = new KernelCount(group, machine, clock::get);

    assertEquals(Optional.of(new KernelKills(-1, 0)), count.since());
  }

  @Test
  void theControlGroupIsTheOneThatTheKernelNames() throws IOException {
    Path self = Files.writeString(folder.resolve("cgroup"), "1:x:/old\n0::/a/b\n");
    Path groups = Files.createDirectories(folder.resolve("fs"));

    assertEquals(groups.resolve("memory.events"), KernelCount.events(self, groups));

    Path own = Files.createDirectories(groups.resolve("a/b")).resolve("memory.events");
    Files.writeString(own, "oom_kill 1\n");
    assertEquals(own, KernelCount.events(self, groups));
  }
}
