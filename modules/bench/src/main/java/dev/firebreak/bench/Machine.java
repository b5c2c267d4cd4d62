package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where it was measured, and how busy it was: figures of a busy machine are told as such. */
final class Machine {
  private Machine() {}

  static String words() {
    return "%s %s, %d processors%s"
        .formatted(
            System.getProperty("java.vm.name"),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            load());
  }

  private static String load() {
    try {
      String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
      return ", load %s over the last minute".formatted(words[0]);
    } catch (IOException e) {
      return ""; // only Linux tells
    }
  }
}
