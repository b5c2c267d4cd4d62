package dev.firebreak.images;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command of the JDK to its end and keeps what it printed. */
final class Tool {
  /** These make each JVM print a line, and take flags that our caller did not mean for us. */
  private static final List<String> SCRUBBED =
      List.of(
          "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTIONS", "CLASSPATH");

  private static final int TAIL = 2000;

  private Tool() {}

  /** How a command ended and what it printed, both of its streams together. */
  record Result(int status, String output) {
    boolean ok() {
      return status == 0;
    }

    /** The first lines, which name the cause; a stack trace is cut off. */
    String reason() {
      String text =
          output
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("\t") && !line.startsWith(" "))
              .limit(4)
              .map(String::strip)
              .reduce((a, b) -> a + "; " + b)
              .orElse("it printed nothing");
      return text.length() > TAIL ? text.substring(0, TAIL) : text;
    }
  }

  /**
   * Runs a command, with its output in a scratch file, so that a full pipe cannot hold it up.
   *
   * @throws IOException if it cannot be started, or takes longer than the limit
   */
  static Result run(Path scratch, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(scratch, "output", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeAll(SCRUBBED);
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              command.getFirst() + " did not end within " + limit.toSeconds() + " s");
        }
        return new Result(process.exitValue(), read(output));
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), Charset.defaultCharset());
  }
}
