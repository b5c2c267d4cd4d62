package dev.firebreak.launcher;

import dev.firebreak.api.Task;
import dev.firebreak.census.Plain;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** What the demo's numbers are compared with: the plain program, and the JDK's own list. */
final class DemoPlain {
  private DemoPlain() {}

  /** Where a module that this program runs with lies. */
  static Path location(Class<?> type) {
    return type.getModule()
        .getLayer()
        .configuration()
        .findModule(type.getModule().getName())
        .map(ResolvedModule::reference)
        .flatMap(reference -> reference.location())
        .filter(uri -> uri.getScheme().equals("file"))
        .map(Path::of)
        .orElseThrow(() ->
            new IllegalStateException(
                "%s lies in no jar or folder that another JVM can read"
                    .formatted(type.getModule())));
  }

  /** Starts the plain program: {@code java}, one thread, no supervisor, the children's heap. */
  static Process start(Path home, Path folder) throws IOException {
    return new ProcessBuilder(
            home.resolve("bin/java").toString(),
            "-Xmx" + DemoPlan.HEAP,
            "-p",
            location(Plain.class) + System.getProperty("path.separator") + location(Task.class),
            "-m",
            Plain.class.getModule().getName() + "/" + Plain.class.getName(),
            home.toString(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  /**
   * Follows the plain program to its end.
   *
   * @param progress told how many class files are counted
   * @return what it printed beside its numbers, if it failed
   */
  static Optional<String> follow(Process plain, LongConsumer progress)
      throws IOException, InterruptedException {
    StringBuilder other = new StringBuilder();
    try (BufferedReader lines = plain.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("[0-9]{1,9}")) {
          progress.accept(Long.parseLong(line));
        } else {
          other.append(line).append('\n');
        }
      }
    }
    int status = plain.waitFor();
    return status == 0
        ? Optional.empty()
        : Optional.of("the plain run ended with status %d:\n%s".formatted(status, other));
  }

  /** Starts the JDK's own tool that lists a run-time image; empty where there is none. */
  static Optional<Process> startList(Path home, Path output) throws IOException {
    Path tool = home.resolve("bin/jimage");
    if (!Files.isExecutable(tool)) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessBuilder(tool.toString(), "list", home.resolve("lib/modules").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start());
  }

  /** Reads from its output how many class files each module has. */
  static Map<String, Integer> counts(List<String> list) {
    Map<String, Integer> counts = new HashMap<>();
    String module = "";
    for (String line : list) {
      if (line.startsWith("Module: ")) {
        module = line.substring("Module: ".length()).strip();
        counts.put(module, 0);
      } else if (line.endsWith(".class")) {
        counts.merge(module, 1, Integer::sum);
      }
    }
    return counts;
  }
}
