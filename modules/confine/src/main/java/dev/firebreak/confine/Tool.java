package dev.firebreak.confine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A part of the machine that a ring is made of: a command on the PATH, or a facility of the kernel.
 *
 * <p>The system property {@code dev.firebreak.confine.without} names, with commas between, those
 * that are treated as missing, so that each fallback can be tried on a machine that has all.
 */
final class Tool {
  static final String WITHOUT = "dev.firebreak.confine.without";

  /** Where commands are looked for after the PATH, which a service manager may have emptied. */
  private static final List<String> USUAL = List.of("/usr/bin", "/bin", "/usr/local/bin");

  private static final long PATIENCE_SECONDS = 5;
  private static final Map<String, Optional<Path>> FOUND = new ConcurrentHashMap<>();

  private Tool() {}

  /** What a command answered: its status, and both its streams in one text. */
  record Answer(int status, String text) {}

  static boolean excluded(String name) {
    String without = System.getProperty(WITHOUT, "");
    return !without.isEmpty() && Arrays.asList(without.split(",", -1)).contains(name);
  }

  /** The command's full path, looked up once. */
  static Optional<Path> named(String name) {
    return excluded(name) ? Optional.empty() : FOUND.computeIfAbsent(name, Tool::look);
  }

  private static Optional<Path> look(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (file.isAbsolute() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return USUAL.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a short command to its end. Its texts are asked for in English, as some are compared. */
  static Answer run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(
            String.join(" ", command) + " did not end within " + PATIENCE_SECONDS + " s; ended it");
      }
      return new Answer(process.exitValue(), text);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + String.join(" ", command), interrupted);
    }
  }
}
