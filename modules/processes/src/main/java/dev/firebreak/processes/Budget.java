package dev.firebreak.processes;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How large the heap of each worker of a pool may be, so that all of them fit the machine: the
 * pool's memory, or half of what the machine, or the container, has, divided by the most workers. A
 * worker takes what it needs of it, and no more.
 */
final class Budget {
  private static final long MEBIBYTE = 1L << 20;

  /** From 32 GB on references take twice the room. */
  private static final long MOST = 31L << 30;

  private Budget() {}

  static ByteSize heap(Optional<ByteSize> memory, int workers) {
    long share = memory.map(ByteSize::bytes).orElseGet(() -> machine() / 2) / workers;
    long bounded = Math.clamp(share, Defaults.LEAST_HEAP.bytes(), MOST);
    return new ByteSize(bounded / MEBIBYTE * MEBIBYTE);
  }

  /** What there is for this process: the machine's memory, or its control group's. */
  static long machine() {
    long least = kibibytes(Path.of("/proc/meminfo"));
    for (String limit :
        new String[] {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
      least = Math.min(least, bytes(Path.of(limit)));
    }
    // Elsewhere the JVM knows, which takes a quarter for its heap where nobody says otherwise.
    return least == Long.MAX_VALUE ? Runtime.getRuntime().maxMemory() * 4 : least;
  }

  /** {@code MemTotal: 49281234 kB}, in the first line. */
  private static long kibibytes(Path file) {
    try {
      for (String word : Files.readString(file).split("\\s+", 3)) {
        if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
          return Long.parseLong(word) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // No Linux.
    }
    return Long.MAX_VALUE;
  }

  private static long bytes(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE; // there is none, or it says "max"
    }
  }
}
