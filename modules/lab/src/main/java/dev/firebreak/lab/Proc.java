package dev.firebreak.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux tells of processes; elsewhere nothing is known. */
final class Proc {
  /** The unit of times in /proc, the same on every Linux that Java runs on. */
  private static final int TICKS_PER_SECOND = 100;

  private static final int UTIME = 11; // fields behind the name, from 0
  private static final int CSTIME = 14;

  private Proc() {}

  /** Processor time of this process, its descendants, and those of them that have ended. */
  static Optional<Duration> cpu() {
    ProcessHandle self = ProcessHandle.current();
    long ticks =
        Stream.concat(Stream.of(self), self.descendants())
            .mapToLong(process -> ticks(process.pid()))
            .sum();
    return ticks == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND));
  }

  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = UTIME; i <= CSTIME; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException e) {
      return 0; // it has ended, and its parent has its time
    }
  }

  /** Of this machine, in bytes; 0 where that is not known. */
  static long machineMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Memory of processes together, in bytes, with pages that several share counted once; or 0. */
  static long memory(Stream<ProcessHandle> processes) {
    return processes.mapToLong(process -> pss(process.pid())).sum();
  }

  private static long pss(long pid) {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
      for (String line : lines) {
        if (line.startsWith("Pss:")) {
          return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // it has ended
    }
  }

  /** Whether a process is there and no zombie. */
  static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return !Files.isDirectory(Path.of("/proc/self"))
          && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }
}
