package dev.firebreak.processes;

import dev.firebreak.confine.KernelLog;
import dev.firebreak.supervisor.Evidence.KernelKills;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Counts what the kernel has killed for want of memory: in our control group and those below it,
 * and on the whole machine. Who it was only its log tells, which few may read.
 * <!-- For maintainers. The kernel counts before it sends the signal, so whoever sees an end sees its
 * count. Version 2 counts in all groups above the victim's, version 1 in that one alone, hence the
 * walk. Counts are looked at now and then, so that what grew hours ago explains no end of now. -->
 */
final class KernelCount {
  private static final Path PROC = Path.of("/proc");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** Who was killed together is told one after the other. */
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  /** Groups of version 1 below ours that are looked at. */
  private static final int MOST = 100;

  /**
   * Where a control group counts.
   *
   * @param file of its own count
   * @param alone whether those below it have counts of their own that are not in it
   */
  record Group(Path file, boolean alone) {}

  /** What was counted at a moment of {@link System#nanoTime()}. */
  private record Sample(long at, Map<Path, Long> groups, long machine) {}

  private final Group group;
  private final Path machine;
  private final Supplier<Optional<List<KernelLog.Victim>>> log;
  private final LongSupplier clock;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private volatile long lookedAt;

  /** Counts from now on. */
  KernelCount() {
    this(
        group(PROC.resolve("self/cgroup"), GROUPS),
        PROC.resolve("vmstat"),
        KernelLog::victims,
        System::nanoTime);
  }

  KernelCount(
      Group group,
      Path machine,
      Supplier<Optional<List<KernelLog.Victim>>> log,
      LongSupplier clock) {
    this.group = group;
    this.machine = machine;
    this.log = log;
    this.clock = clock;
    look();
  }

  /**
   * The control group that holds a process's memory, as its {@code N:memory:} line says, or else
   * {@code 0::}.
   */
  static Group group(Path self, Path groups) {
    List<String> lines;
    try {
      lines = Files.readAllLines(self);
    } catch (IOException e) {
      lines = List.of(); // Not Linux, or no /proc: then the file below is not there either.
    }
    Optional<String> old =
        lines.stream()
            .filter(line -> line.matches("[0-9]+:([^:]*,)?memory(,[^:]*)?:/.*"))
            .findFirst();
    return old.isPresent()
        ? new Group(file(groups.resolve("memory"), old.get(), "memory.oom_control"), true)
        : new Group(
            file(
                groups,
                lines.stream().filter(line -> line.startsWith("0::/")).findFirst().orElse("0::/"),
                "memory.events"),
            false);
  }

  private static Path file(Path root, String line, String name) {
    String below = line.substring(line.indexOf(":/") + 2);
    Path own = root.resolve(below).resolve(name).normalize();
    // In a container its own group looks like the root of all.
    return Files.exists(own) ? own : root.resolve(name);
  }

  private Sample sample() {
    Map<Path, Long> counts = new HashMap<>();
    long own = number(group.file());
    if (own >= 0) {
      counts.put(group.file(), own);
      if (group.alone()) {
        below(counts);
      }
    }
    return new Sample(clock.getAsLong(), counts, number(machine));
  }

  private void below(Map<Path, Long> counts) {
    Path folder = group.file().getParent();
    if (folder == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isDirectory)
          .skip(1)
          .limit(MOST)
          .map(each -> each.resolve(group.file().getFileName()))
          .forEach(file -> counts.put(file, Math.max(0, number(file))));
    } catch (IOException | java.io.UncheckedIOException e) {
      // One of them has just been removed: what was seen so far counts.
    }
  }

  /** Whether it is time for a glance. */
  boolean due() {
    return clock.getAsLong() - lookedAt >= TOGETHER.toNanos();
  }

  /** Remembers what is counted now, unless it did so a moment ago. */
  synchronized void glance() {
    if (due()) {
      look();
    }
  }

  private Sample look() {
    Sample now = sample();
    samples.add(now);
    lookedAt = now.at();
    while (samples.size() > 1 && now.at() - second().at() >= TOGETHER.toNanos()) {
      samples.removeFirst();
    }
    return now;
  }

  /**
   * How many there were in the last seconds, and whether a process that has ended was one of them;
   * empty if nothing is known.
   */
  synchronized Optional<KernelKills> of(long pid) {
    Sample now = look();
    Sample before = samples.getFirst();
    long inGroup = grown(before.groups(), now.groups());
    long onMachine = before.machine() < 0 ? -1 : Math.max(-1, now.machine() - before.machine());
    if (inGroup < 0 && onMachine < 0) {
      return Optional.empty();
    }
    KernelKills counted = new KernelKills(inGroup, onMachine);
    return Optional.of(onMachine > 0 ? named(counted, pid) : counted);
  }

  private KernelKills named(KernelKills counted, long pid) {
    List<KernelLog.Victim> all = log.get().orElse(List.of());
    List<KernelLog.Victim> last =
        all.subList((int) Math.max(0, all.size() - counted.machine()), all.size());
    // An older line may be about an older process of the same pid.
    String line =
        last.stream()
            .filter(victim -> victim.pid() == pid)
            .map(KernelLog.Victim::line)
            .findFirst()
            .orElse("");
    boolean complete = last.size() == counted.machine();
    List<Long> others =
        line.isEmpty() && complete
            ? last.stream().map(KernelLog.Victim::pid).distinct().toList()
            : List.of();
    return new KernelKills(counted.group(), counted.machine(), line, others);
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }

  private static long grown(Map<Path, Long> before, Map<Path, Long> now) {
    return before.isEmpty() || now.isEmpty()
        ? -1
        : now.entrySet().stream()
            .mapToLong(
                each -> Math.max(0, each.getValue() - before.getOrDefault(each.getKey(), 0L)))
            .sum();
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
