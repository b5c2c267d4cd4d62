package dev.firebreak.confine;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the system tells about a process at this moment.
 *
 * <p>On Linux it is read from {@code /proc} (some 20 us a process). Elsewhere {@link ProcessHandle}
 * answers what it can: state is {@code '?'}, group and session are -1, sizes are -1.
 */
public final class ProcessTable {
  /** The unit of times in /proc, the same on every Linux that Java runs on. */
  private static final int TICKS_PER_SECOND = 100;

  private ProcessTable() {}

  /**
   * One process: its state is R, S, D, T (stopped), t (traced), Z (ended, not yet reaped) or '?'.
   *
   * @param startTicks when it started, in hundredths of a second since boot: with the pid it names
   *     this process and no later one
   */
  public record Stat(
      long pid,
      char state,
      long parent,
      long group,
      long session,
      Duration cpuTime,
      long startTicks) {}

  static boolean readable() {
    return Native.LINUX && !Tool.excluded("proc") && Files.isReadable(Path.of("/proc/self/stat"));
  }

  /** The process of that pid, zombies included, or empty when there is none. */
  public static Optional<Stat> stat(long pid) {
    if (!readable()) {
      return ProcessHandle.of(pid).map(ProcessTable::portable);
    }
    byte[] text = read("/proc/" + pid + "/stat", 1024);
    return text == null ? Optional.empty() : Optional.of(parse(pid, text));
  }

  /** Memory that is its own, plus its part of what it shares, in bytes; -1 when not known. */
  public static long pss(long pid) {
    return kibibytes("/proc/" + pid + "/smaps_rollup", "Pss:");
  }

  /** Memory that it has resident, shared pages counted in full, in bytes; -1 when not known. */
  public static long rss(long pid) {
    return kibibytes("/proc/" + pid + "/status", "VmRSS:");
  }

  /** How many descriptors it has open; -1 when not known. */
  public static long fds(long pid) {
    if (!readable()) {
      return -1;
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      long count = 0;
      for (Path ignored : open) {
        count++;
      }
      return count;
    } catch (IOException gone) {
      return -1; // ended meanwhile, or another user's: the caller shows "not known"
    }
  }

  /**
   * The pids whose environment carries this supervisor's mark ({@link Guardian#MARK}), wherever
   * they hid: in a session of their own, re-parented, stopped.
   */
  public static List<Long> marked(String token) {
    byte[] mark = (Guardian.MARK + "=" + token).getBytes(StandardCharsets.UTF_8);
    List<Long> marked = new ArrayList<>();
    for (long pid : pids()) {
      byte[] environment = read("/proc/" + pid + "/environ", 1 << 20);
      if (environment != null && holds(environment, mark)) {
        marked.add(pid);
      }
    }
    return marked;
  }

  /** Every pid that /proc lists; empty where there is no /proc. */
  static List<Long> pids() {
    List<Long> pids = new ArrayList<>();
    if (readable()) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
        all.forEach(entry -> pids.add(Long.parseLong(entry.getFileName().toString())));
      } catch (IOException unreadable) {
        // Rings tells that /proc cannot be read; what was listed so far is used.
      }
    }
    return pids;
  }

  private static boolean holds(byte[] environment, byte[] mark) {
    int from = 0;
    while (from < environment.length) {
      int to = from;
      while (to < environment.length && environment[to] != 0) {
        to++;
      }
      if (Arrays.equals(environment, from, to, mark, 0, mark.length)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  /** Fields count from the last ')': a command's name may hold blanks and brackets. */
  private static Stat parse(long pid, byte[] text) {
    int at = text.length - 1;
    while (text[at] != ')') {
      at--;
    }
    char state = (char) text[at + 2];
    long[] fields = new long[23]; // numbered as in proc(5); 3 is the state
    int next = at + 4;
    for (int field = 4; field <= 22; field++) {
      boolean negative = text[next] == '-';
      long value = 0;
      for (next += negative ? 1 : 0; text[next] > ' '; next++) {
        value = value * 10 + text[next] - '0';
      }
      next++;
      fields[field] = negative ? -value : value;
    }
    Duration cpu = Duration.ofMillis((fields[14] + fields[15]) * 1000 / TICKS_PER_SECOND);
    return new Stat(pid, state, fields[4], fields[5], fields[6], cpu, fields[22]);
  }

  private static Stat portable(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return new Stat(
        process.pid(),
        '?',
        process.parent().map(ProcessHandle::pid).orElse(-1L),
        -1,
        -1,
        info.totalCpuDuration().orElse(Duration.ZERO),
        info.startInstant().map(start -> start.toEpochMilli() / 10).orElse(0L));
  }

  private static long kibibytes(String file, String key) {
    byte[] bytes = readable() ? read(file, 4096) : null;
    if (bytes == null) {
      return -1;
    }
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToLong(size -> Long.parseLong(size) * 1024)
        .findFirst()
        .orElse(-1);
  }

  /** The file's first bytes, or null when the process is gone or is another user's. */
  static byte @Nullable [] read(String file, int limit) {
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(limit);
      return bytes.length == 0 ? null : bytes;
    } catch (IOException gone) {
      return null; // the caller's answer is "no such process"
    }
  }
}
