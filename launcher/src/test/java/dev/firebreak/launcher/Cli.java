package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The real script, with a state folder of its own and a cache that all tests share. */
final class Cli {
  private static final Path SCRIPT = Reactor.ROOT.resolve("launcher/firebreak");
  private static final Path CACHE = Reactor.ROOT.resolve("launcher/target/test-cache");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What a build in the background or behind nohup has ignored, a JVM goes on to ignore. So the
   * command gets its signals as a terminal would give them, where env can do that.
   */
  private static final List<String> AS_FROM_A_TERMINAL =
      terminal("env", "--default-signal=INT,HUP");

  private final Path folder;
  private final List<Running> started = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private List<String> wrapper = List.of();

  Cli(Path folder) {
    this.folder = folder;
  }

  record Run(int status, String out, String err) {}

  /** A command that goes on. */
  static final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    Process process() {
      return process;
    }

    String out() {
      return read(out);
    }

    String err() {
      return read(err);
    }

    void says(String words) {
      await(() -> out().contains(words) || err().contains(words), words, this);
    }

    void input(String text) throws IOException {
      try (OutputStream in = process.getOutputStream()) {
        in.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    Run end() throws InterruptedException {
      assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "still runs: " + out());
      return new Run(process.exitValue(), out(), err());
    }
  }

  private static List<String> terminal(String... command) {
    List<String> trial = new ArrayList<>(List.of(command));
    trial.add("true");
    try {
      return new ProcessBuilder(trial).start().waitFor() == 0 ? List.of(command) : List.of();
    } catch (IOException | InterruptedException e) {
      return List.of(); // no such env: the build has to be in the foreground
    }
  }

  Path state() {
    return folder.resolve("state");
  }

  /** From now on, commands find this in their environment. */
  void set(String variable, Path value) {
    environment.put(variable, value.toString());
  }

  /** From now on, commands are started by these words. */
  void behind(String... words) {
    wrapper = List.of(words);
  }

  static Path script() {
    return SCRIPT;
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(AS_FROM_A_TERMINAL);
    command.add(SCRIPT.toString());
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out" + started.size());
    Path err = folder.resolve("err" + started.size());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("FIREBREAK_STATE", state().toString());
    builder.environment().put("FIREBREAK_CACHE", CACHE.toString());
    builder.environment().putAll(environment);
    Running running = new Running(builder.start(), out, err);
    started.add(running);
    return running;
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    Running running = start(arguments);
    running.process().getOutputStream().close();
    return running.end();
  }

  /** A file with children that sleep. */
  Path file(String name, String... children) throws IOException {
    StringBuilder text = new StringBuilder("name = \"" + name + "\"\n");
    text.append("[defaults]\nclass-path = [\"").append(classes()).append("\"]\n");
    text.append("grants = []\nmain = \"dev.firebreak.launcher.Puppet\"\nargs = [\"sleep\"]\n");
    for (String child : children) {
      text.append("[child.").append(child).append("]\n");
    }
    return Files.writeString(folder.resolve(name + ".toml"), text);
  }

  static String classes() {
    return Reactor.ROOT.resolve("launcher/target/test-classes").toString();
  }

  /** The pid of a child, as ps says. */
  long pid(String path) throws IOException, InterruptedException {
    for (String line : run("ps").out().lines().toList()) {
      String[] words = line.strip().split(" +", -1);
      if (words[0].equals(path)) {
        return Long.parseLong(words[2]);
      }
    }
    return fail("ps shows no " + path);
  }

  static void await(BooleanSupplier condition, String what, Running who) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        fail("waited for \"%s\"; stdout: %s; stderr: %s".formatted(what, who.out(), who.err()));
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends what still runs. */
  void close() throws Exception {
    for (Running running : started) {
      boolean killed = running.process().isAlive();
      running.process().destroyForcibly().waitFor();
      if (killed) {
        sweep(running.process().pid());
      }
    }
    if (Files.isDirectory(state())) {
      run("stop");
    }
  }

  /** What a supervisor that was killed shared with its children, as the next one would do. */
  private static void sweep(long pid) throws IOException {
    Path memory = Path.of("/dev/shm");
    if (Files.isDirectory(memory)) {
      try (var left = Files.newDirectoryStream(memory, "firebreak-*-" + pid + ".*")) {
        for (Path file : left) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
