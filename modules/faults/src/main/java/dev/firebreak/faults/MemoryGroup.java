package dev.firebreak.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group with a limit of memory, of version 1 or 2, that a faulty process moves itself
 * into. It lies below the nearest group around this process that lets us make one. A process that
 * is in it cannot remove it: {@link #sweep} does, when it has ended.
 */
public final class MemoryGroup {
  private static final String PREFIX = "firebreak-fault-";

  private static final Path SELF = Path.of("/proc/self/cgroup");
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Path folder;
  private final boolean old;

  private MemoryGroup(Path folder, boolean old) {
    this.folder = folder;
    this.old = old;
  }

  /**
   * Makes one, of a name that no other process uses.
   *
   * @param bytes that its processes may use together
   * @throws IOException if none can be made; the message says why
   */
  static MemoryGroup create(long bytes) throws IOException {
    List<String> reasons = new ArrayList<>();
    boolean old = version1(lines()).isPresent();
    for (Path parent : parents(lines(), ROOT)) {
      Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid());
      try {
        Files.createDirectory(folder);
        MemoryGroup group = new MemoryGroup(folder, old);
        group.limit(bytes);
        return group;
      } catch (IOException e) {
        reasons.add(e.toString());
        delete(folder);
      }
    }
    throw new IOException(
        "no control group of memory can be made here: "
            + (reasons.isEmpty() ? "the system has none" : reasons.getFirst()));
  }

  private void limit(long bytes) throws IOException {
    Path limit = folder.resolve(old ? "memory.limit_in_bytes" : "memory.max");
    if (!Files.isWritable(limit) || !Files.isWritable(folder.resolve("cgroup.procs"))) {
      throw new IOException(limit + " is not there, or may not be written");
    }
    Files.writeString(limit, Long.toString(bytes));
    // Else the kernel moves it out of memory instead of killing it.
    Path swap = folder.resolve(old ? "memory.memsw.limit_in_bytes" : "memory.swap.max");
    if (Files.isWritable(swap)) {
      Files.writeString(swap, old ? Long.toString(bytes) : "0");
    }
  }

  /** Moves this process into it, with all of its threads. */
  void enter() throws IOException {
    Files.writeString(folder.resolve("cgroup.procs"), Long.toString(ProcessHandle.current().pid()));
  }

  /** Why none can be made here; empty where one can. */
  static Optional<String> missing() {
    try {
      delete(create(64L << 20).folder);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Removes those that have no process any more. */
  public static void sweep() {
    for (Path parent : parents(lines(), ROOT)) {
      try (Stream<Path> all = Files.list(parent)) {
        all.filter(each -> each.getFileName().toString().startsWith(PREFIX))
            .forEach(MemoryGroup::delete);
      } catch (IOException | UncheckedIOException e) {
        // It may not be read, so nothing of ours is in it.
      }
    }
  }

  private static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // A process is still in it: whoever sweeps next removes it.
    }
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(SELF);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }

  private static Optional<String> version1(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("[0-9]+:([^:]*,)?memory(,[^:]*)?:/.*"))
        .findFirst();
  }

  /** The groups around this process, the nearest first. */
  static List<Path> parents(List<String> lines, Path root) {
    Optional<String> first = version1(lines);
    Path top = first.isPresent() ? root.resolve("memory") : root;
    String path =
        first
            .or(() -> lines.stream().filter(line -> line.startsWith("0::/")).findFirst())
            .map(line -> line.substring(line.indexOf(":/") + 2))
            .orElse("");
    List<Path> parents = new ArrayList<>();
    Path own = top.resolve(path).normalize();
    for (Path each = own; each != null && each.startsWith(top); each = each.getParent()) {
      if (Files.isDirectory(each)) {
        parents.add(each);
      }
    }
    return parents;
  }
}
