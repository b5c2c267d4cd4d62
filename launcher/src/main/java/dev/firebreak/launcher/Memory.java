package dev.firebreak.launcher;

import dev.firebreak.api.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The memory that this process may use.
 *
 * @param size of it
 * @param source in words that follow the size
 */
record Memory(ByteSize size, String source) {
  /** The smaller one of the machine's memory and the control group's limit; empty if unknown. */
  static Optional<Memory> available() {
    Optional<Memory> machine = machine();
    Optional<Memory> group = group();
    if (group.isPresent()
        && (machine.isEmpty() || group.get().size.bytes() < machine.get().size.bytes())) {
      return group;
    }
    return machine;
  }

  private static Optional<Memory> machine() {
    return line(Path.of("/proc/meminfo"), "MemTotal:")
        .map(text -> text.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .map(digits -> new Memory(new ByteSize(Long.parseLong(digits) << 10), "this machine has"));
  }

  private static Optional<Memory> group() {
    Optional<String> own = line(Path.of("/proc/self/cgroup"), "0::");
    Path root = Path.of("/sys/fs/cgroup");
    Path folder = own.map(path -> root.resolve("." + path.strip())).orElse(root).normalize();
    while (folder.startsWith(root)) {
      Optional<String> most = line(folder.resolve("memory.max"), "");
      if (most.isPresent() && most.get().strip().matches("[1-9][0-9]{0,17}")) {
        long bytes = Long.parseLong(most.get().strip());
        return Optional.of(new Memory(new ByteSize(bytes), "the control group allows"));
      }
      Path parent = folder.getParent();
      if (parent == null) {
        break;
      }
      folder = parent;
    }
    return Optional.empty();
  }

  private static Optional<String> line(Path file, String start) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(start))
          .findFirst()
          .map(line -> line.substring(start.length()));
    } catch (IOException e) {
      return Optional.empty(); // another system: the sums are then not checked
    }
  }

  /** For people: {@code 7.8g}. */
  static String words(long bytes) {
    double gigabytes = bytes / (double) (1L << 30);
    double tenths = Math.round(gigabytes * 10) / 10.0;
    return gigabytes >= 1 ? tenths + "g" : Math.max(1, bytes >> 20) + "m";
  }
}
