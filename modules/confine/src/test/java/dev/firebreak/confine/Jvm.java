package dev.firebreak.confine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command of a JVM that runs one of these tests' main classes. */
final class Jvm {
  private Jvm() {}

  static List<String> running(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(
        Path.of("target", "classes").toAbsolutePath()
            + ":"
            + Path.of("target", "test-classes").toAbsolutePath());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
