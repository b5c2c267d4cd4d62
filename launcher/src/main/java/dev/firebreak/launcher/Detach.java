package dev.firebreak.launcher;

import dev.firebreak.processes.States;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts this very command again in the background: in a session of its own, so that the terminal's
 * end is not its end. Its story is in the fault log of its state folder, as always; {@code up.log}
 * beside it has what else it says on stderr, which is little, and is turned over at its start.
 *
 * <p>The background process says on its stdout, which is our pipe, one line: {@code ready}, or
 * {@code failed STATUS SENTENCE}; it never writes there again.
 */
final class Detach {
  static final String READY = "ready";
  static final String FAILED = "failed";
  static final String HIDDEN = "--detached";
  private static final String COMMAND = "up";
  private static final String NOWHERE = "/dev/null";
  private static final long LONG = 1 << 20;

  private Detach() {}

  /**
   * Starts it, and waits until it is up or has failed.
   *
   * @param name of the supervisor
   * @param arguments of this process
   */
  static int up(String name, List<String> arguments) throws IOException {
    Path log = log(name);
    List<String> command = command(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File(NOWHERE))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      @Nullable String line = said.readLine();
      if (line != null && line.startsWith(READY)) {
        System.out.printf(
            "%s: up (pid %d)%nIts story: %s; `firebreak stop %s` ends it%n",
            name, process.pid(), log.resolveSibling("fault.log"), name);
        return Status.OK;
      }
      return failed(name, log, line, process);
    }
  }

  private static int failed(String name, Path log, @Nullable String line, Process process) {
    if (line != null && line.startsWith(FAILED + " ")) {
      String[] words = line.split(" ", 3);
      int status = Integer.parseInt(words[1]);
      String rest =
          status == Status.FAILED && process.isAlive()
              ? "%n`firebreak ps` shows the rest of %s, `firebreak stop %s` ends it"
                  .formatted(name, name)
              : "";
      throw new CommandFailure(status, words[2] + rest);
    }
    throw new CommandFailure(
        Status.FAILED,
        "supervisor %s (pid %d) ended before its children were ready; %s or fault.log beside it tells"
                .formatted(name, process.pid(), log)
            + " why");
  }

  private static Path log(String name) throws IOException {
    Path folder = States.root().resolve(name);
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      Path log = folder.resolve("up.log");
      if (Files.exists(log) && Files.size(log) > LONG) {
        Files.move(log, folder.resolve("up.log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      return log;
    } catch (IOException e) {
      throw new CommandFailure(
          Status.FAILED,
          "supervisor %s has no state folder %s: %s; check its owner, or set FIREBREAK_STATE"
              .formatted(name, folder, e.getMessage()),
          e);
    }
  }

  /** Our own command line, as the system has it, with one word more. */
  private static List<String> command(List<String> arguments) throws IOException {
    List<String> all = own();
    List<String> command = new ArrayList<>(session());
    command.addAll(all.subList(0, all.size() - arguments.size()));
    command.addAll(again(arguments));
    return command;
  }

  /**
   * With {@code --detached}, which wins over {@code --detach} however that was written: {@code -dv}
   * and {@code --detach=true} are left as they are.
   */
  static List<String> again(List<String> arguments) {
    List<String> again = new ArrayList<>(arguments);
    again.add(again.indexOf(COMMAND) + 1, HIDDEN);
    return again;
  }

  private static List<String> own() throws IOException {
    Path line = Path.of("/proc/self/cmdline");
    if (Files.exists(line)) {
      return Arrays.asList(Files.readString(line).replaceFirst("\u0000$", "").split("\u0000", -1));
    }
    ProcessHandle.Info info = ProcessHandle.current().info();
    List<String> all = new ArrayList<>();
    all.add(info.command().orElseThrow(Detach::unknown));
    all.addAll(Arrays.asList(info.arguments().orElseThrow(Detach::unknown)));
    return all;
  }

  private static CommandFailure unknown() {
    return new CommandFailure(
        Status.FAILED,
        "this system does not tell how firebreak was started, so --detach cannot start it again; use"
            + " nohup firebreak up FILE &");
  }

  private static List<String> session() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path tool = Path.of(folder, "setsid");
      if (Files.isExecutable(tool)) {
        return List.of(tool.toString());
      }
    }
    return List.of(); // without it, closing the terminal stops the supervisor
  }
}
