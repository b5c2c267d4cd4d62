package dev.firebreak.processes;

import dev.firebreak.supervisor.Evidence.KernelKills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts what the kernel has killed for want of memory: in our control group (version 2) and those
 * below it, and on the whole machine. Who it was only its log tells, which few may read.
 */
final class KernelCount {
  private static final Path SELF = Path.of("/proc/self/cgroup");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path MACHINE = Path.of("/proc/vmstat");

  /** Who was killed together is told one after the other. */
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  /** What was counted at a moment of {@link System#nanoTime()}. */
  private record Sample(long at, long group, long machine) {}

  private final Path events;
  private final Path machine;
  private final LongSupplier clock;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** Counts from now on. */
  KernelCount() {
    this(events(SELF, GROUPS), MACHINE, System::nanoTime);
  }

  KernelCount(Path events, Path machine, LongSupplier clock) {
    this.events = events;
    this.machine = machine;
    this.clock = clock;
    samples.add(sample());
  }

  private Sample sample() {
    return new Sample(clock.getAsLong(), number(events), number(machine));
  }

  /**
   * Where the events of the control group are that a process is in, as its {@code 0::} line says.
   */
  static Path events(Path self, Path groups) {
    String below = "";
    try {
      below =
          Files.readAllLines(self).stream()
              .filter(line -> line.startsWith("0::/"))
              .findFirst()
              .map(line -> line.substring("0::/".length()))
              .orElse("");
    } catch (IOException e) {
      // Not Linux, or no /proc: then the file below is not there either.
    }
    Path own = groups.resolve(below).resolve("memory.events").normalize();
    // In a container its own group looks like the root of all.
    return Files.exists(own) ? own : groups.resolve("memory.events");
  }

  /** How many there were since a moment ago or this was asked last; empty if nothing is known. */
  synchronized Optional<KernelKills> since() {
    Sample now = sample();
    samples.add(now);
    Sample before = samples.getFirst();
    while (samples.size() > 1 && now.at() - second().at() >= TOGETHER.toNanos()) {
      before = second();
      samples.removeFirst();
    }
    KernelKills kills =
        new KernelKills(grown(before.group(), now.group()), grown(before.machine(), now.machine()));
    return kills.group() < 0 && kills.machine() < 0 ? Optional.empty() : Optional.of(kills);
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }

  private static long grown(long before, long now) {
    return before < 0 || now < before ? -1 : now - before;
  }

  private static long number(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("oom_kill ")) {
          return Long.parseLong(line.substring("oom_kill ".length()).strip());
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not known, then.
    }
    return -1;
  }
}
