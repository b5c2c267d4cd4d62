package dev.firebreak.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JVM that opens a pool once, and says how many milliseconds that took. */
public final class FirstOpening {
  private FirstOpening() {}

  /** Called by the JVM, with the folder of the workers' classes, and that of images. */
  public static void main(String[] arguments) throws Exception {
    Optional<Path> cache =
        arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
    System.out.println(Opening.open(Path.of(arguments[0]), cache));
  }

  /** Runs one on this JVM's module path, without an archive of its own. */
  static double inFreshJvm(Ground ground) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Ground.java().toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=dev.firebreak.confine",
            "-p",
            System.getProperty("jdk.module.path", ""),
            "-m",
            "dev.firebreak.bench/" + FirstOpening.class.getName(),
            ground.classes().toString()));
    ground.settings().cache().ifPresent(cache -> command.add(cache.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(Plain.OF_JAVA);
    Process process = builder.start();
    AutoCloseable end = process::destroyForcibly;
    ground.keep(end);
    try {
      String line = process.inputReader(StandardCharsets.UTF_8).readLine();
      Plain.ended(process);
      if (line == null) {
        throw new BenchException("a JVM that opens a pool said nothing");
      }
      return Double.parseDouble(line);
    } finally {
      ground.drop(end);
      process.destroyForcibly();
    }
  }
}
