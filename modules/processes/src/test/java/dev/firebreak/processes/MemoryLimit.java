package dev.firebreak.processes;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control group with a limit of memory, below the one that this process is in. */
final class MemoryLimit implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Path folder;

  private MemoryLimit(Path folder) {
    this.folder = folder;
  }

  /** Makes one; without the right to, the test is skipped and says so. */
  static MemoryLimit of(long bytes) {
    KernelCount.Group own = KernelCount.group(Path.of("/proc/self/cgroup"), ROOT);
    Path parent = own.file().resolveSibling("firebreak-test-" + ProcessHandle.current().pid());
    Path limit = parent.resolve(own.alone() ? "memory.limit_in_bytes" : "memory.max");
    Path swap = parent.resolve(own.alone() ? "memory.memsw.limit_in_bytes" : "memory.swap.max");
    try {
      Files.createDirectory(parent);
      if (!Files.isWritable(limit)) {
        Files.delete(parent);
        return abort("skipped: no control group of memory can be made here: no " + limit);
      }
      Files.writeString(limit, Long.toString(bytes));
      if (Files.isWritable(swap)) {
        Files.writeString(swap, own.alone() ? Long.toString(bytes) : "0");
      }
      return new MemoryLimit(parent);
    } catch (IOException e) {
      return abort("skipped: no control group of memory can be made here: " + e);
    }
  }

  /** Moves a process into it. */
  void add(long pid) throws IOException {
    Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
  }

  /** When all in it have ended. */
  @Override
  public void close() {
    Watched.until(() -> {
      try {
        return Files.deleteIfExists(folder) || !Files.exists(folder);
      } catch (IOException e) {
        return false; // the kernel still counts who has just ended
      }
    });
  }
}
