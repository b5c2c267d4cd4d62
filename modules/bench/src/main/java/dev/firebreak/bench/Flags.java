package dev.firebreak.bench;

import java.lang.management.ManagementFactory;
import java.util.List;

/** How rows name the JVM flags of their children. */
final class Flags {
  private Flags() {}

  /** A {@code ChildSpec} that says nothing about its JVM; the row's own process list shows all. */
  static final String DEFAULT = "default set";

  /** Of a pool: its workers', and this JVM's, which has as much to do. */
  static String ofPool() {
    List<String> own =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("-X"))
            .filter(flag -> !flag.contains("AOT") && !flag.startsWith("-Xlog"))
            .toList();
    return "workers: %s; here: %s".formatted(DEFAULT, own.isEmpty() ? "none" : join(own));
  }

  static String join(List<String> flags) {
    return String.join(" ", flags);
  }
}
