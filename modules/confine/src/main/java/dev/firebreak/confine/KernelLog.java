package dev.firebreak.confine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom the kernel killed for want of memory, as its log says. Root may read that, and everybody
 * where {@code kernel.dmesg_restrict} is 0; in a container it names other pids, so there it is not
 * read.
 */
public final class KernelLog {
  /**
   * The log's end: the report on one kill takes some 10 KB, more where there are many processes.
   */
  private static final int TAIL = 256 * 1024;

  /** The name of the first namespace of pids, whose numbers the log uses. */
  private static final String FIRST_PIDS = "pid:[4026531836]";

  private static final Pattern KILLED =
      Pattern.compile(
          "(?:Out of memory|Memory cgroup out of memory)[^:]*: Killed process ([0-9]+) .*");

  private KernelLog() {}

  /**
   * One that was killed.
   *
   * @param line the kernel's sentence about it, with its sizes
   */
  public record Victim(long pid, String line) {}

  /** Those that the log still names, oldest first; empty where it may not be read. Takes 0.1 ms. */
  public static Optional<List<Victim>> victims() {
    if (Tool.excluded("kernel-log") || !Native.LINUX || !Native.available() || !seesAllPids()) {
      return Optional.empty();
    }
    return Native.kernelLog(TAIL).map(KernelLog::parse);
  }

  private static boolean seesAllPids() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().equals(FIRST_PIDS);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  static List<Victim> parse(String log) {
    List<Victim> victims = new ArrayList<>();
    for (Matcher found = KILLED.matcher(log); found.find(); ) {
      victims.add(new Victim(Long.parseLong(found.group(1)), found.group()));
    }
    return victims;
  }
}
