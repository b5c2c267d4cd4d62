package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The reference: plain {@code java -cp . Program} of the same JDK, by ProcessBuilder. */
final class Plain {
  private final Ground ground;

  Plain(Ground ground) {
    this.ground = ground;
  }

  /** The whole command line. */
  List<String> command(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Ground.java().toString());
    command.addAll(List.of("-cp", ".", program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts one, its output thrown away; it is ended with the bench. */
  Process start(Class<?> program, String... arguments) throws IOException {
    Process process = start(command(program, arguments));
    AutoCloseable end = process::destroyForcibly;
    ground.keep(end);
    var _ = process.onExit().thenRun(() -> ground.drop(end));
    return process;
  }

  /** Starts one that talks over its standard streams. */
  Partner partner(List<String> flags, Class<?> program, String... arguments) throws IOException {
    List<String> command = command(program, arguments);
    command.addAll(1, flags);
    ProcessBuilder builder = builder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    return new Partner(ground, builder.start());
  }

  private Process start(List<String> command) throws IOException {
    return builder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(ground.classes().toFile());
    builder.environment().keySet().removeAll(OF_JAVA);
    return builder;
  }

  /** Milliseconds from the spawn until the program's first line; returns when it has ended. */
  double firstLine(Path file) throws Exception {
    Stamps stamps = new Stamps(file);
    int before = stamps.lines().size();
    long begun = Stamp.now();
    ended(start(Stamp.class, file.toString()));
    return stamps.await(before + 1).since(begun);
  }

  /** Milliseconds from the spawn until the program has ended. */
  double whole(Class<?> program) throws Exception {
    long begun = System.nanoTime();
    ended(start(program));
    return (System.nanoTime() - begun) / 1e6;
  }

  static void ended(Process process) throws Exception {
    if (!process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new BenchException("a plain JVM (pid " + process.pid() + ") did not end");
    }
    if (process.exitValue() != 0) {
      throw new BenchException("a plain JVM ended with status " + process.exitValue());
    }
  }

  /** They change every JVM, and a child's environment has none of them. */
  static final List<String> OF_JAVA =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");
}
