package dev.firebreak.processes;

import dev.firebreak.confine.Identity;
import dev.firebreak.confine.ProcessTable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names files in memory that this process shares with its children, and deletes those whose process
 * was killed:
 *
 * <pre>
 * /dev/shm/firebreak-USER-PID.START.NAMESPACE-N
 *   START      when that process started, in ticks since boot: a pid alone may be a later one's
 *   NAMESPACE  of its pid: in a container it is likely 1, as is the first process out here
 * </pre>
 */
final class SharedFiles {
  static final Path MEMORY = Path.of("/dev/shm");

  private static final String PREFIX =
      "firebreak-" + System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_.]", "_") + "-";
  private static final Pattern NAME =
      Pattern.compile(
          Pattern.quote(PREFIX)
              + "([0-9]{1,18})\\.([0-9]{1,18})\\.([0-9]{1,18})-[0-9]+(?:\\.box)?");
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** The kernel's number for the namespace that holds all others. */
  private static final long FIRST = 4026531836L;

  private static final String OWNER = owner(ProcessHandle.current().pid());

  private SharedFiles() {}

  /** A name that this process has not used yet. */
  static String freshName() {
    return PREFIX + OWNER + "-" + NUMBERS.incrementAndGet();
  }

  private static String owner(long pid) {
    return pid + "." + Identity.of(pid).startTicks() + "." + namespace(pid);
  }

  /** Of a process's pid; 0 where that is not known. */
  private static long namespace(long pid) {
    try {
      return read(pid);
    } catch (IOException | UnsupportedOperationException | NumberFormatException e) {
      return 0;
    }
  }

  private static long read(long pid) throws IOException {
    Path link = Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid"));
    return Long.parseLong(link.toString().replaceAll("[^0-9]", ""));
  }

  /** Deletes what processes of this user left that were killed. */
  static void sweep() {
    sweep(MEMORY, SharedFiles::isEmpty);
  }

  /**
   * The same.
   *
   * @param empty whether a namespace that is not ours has no process any more
   */
  static void sweep(Path folder, LongPredicate empty) {
    long own = namespace(ProcessHandle.current().pid());
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : found) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          long namespace = Long.parseLong(name.group(3));
          boolean dead =
              namespace == own
                  ? ended(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))
                  : own == FIRST && empty.test(namespace);
          if (dead) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      // There is no such folder, or somebody else's pool sweeps at the same time.
    }
  }

  private static boolean ended(long pid, long start) {
    Optional<ProcessTable.Stat> now = ProcessTable.stat(pid);
    return now.isEmpty() || (start != 0 && now.get().startTicks() != start);
  }

  /** Only whoever may look at all processes knows; else it may have one that we do not see. */
  private static boolean isEmpty(long namespace) {
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      try {
        // The first process of all is in the first namespace, and may hide that.
        if (process.pid() != 1 && read(process.pid()) == namespace) {
          return false;
        }
      } catch (AccessDeniedException e) {
        return false;
      } catch (IOException e) {
        // It has ended: a zombie has no namespace any more.
      }
    }
    return true;
  }
}
