package dev.firebreak.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another supervisor, where it is installed, that keeps {@code java -cp . Stamp} alive. */
abstract class Peer {
  /** Each of them calls a child started after at most a second, and restarts no earlier. */
  private static final Duration STARTED = Duration.ofMillis(1500);

  private final String title;
  private final Optional<Path> command;

  Peer(String title, String command) {
    this.title = title;
    this.command = find(command);
  }

  static List<Peer> all() {
    return List.of(
        new Supervisord(),
        new Scripted("runit", "runsv"),
        new Scripted("s6", "s6-supervise"),
        new Pm2());
  }

  String title() {
    return title;
  }

  boolean installed() {
    return command.isPresent();
  }

  String command() {
    return command.map(Path::toString).orElseThrow();
  }

  private static Optional<Path> find(String command) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, command);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Starts it with one program.
   *
   * @param folder its own, empty
   * @param program the command line to keep alive, from {@link Ground#classes()}
   * @return ends it
   */
  abstract AutoCloseable start(Ground ground, Path folder, List<String> program) throws Exception;

  /** Milliseconds from each SIGKILL to the first line of the next process. */
  List<Double> failovers(Ground ground, int kills) throws Exception {
    ground.say(title + " ...");
    Path folder = Files.createDirectory(ground.fresh(title));
    Stamps stamps = new Stamps(folder.resolve("stamps"));
    List<String> program = new Plain(ground).command(Stamp.class, stamps.file().toString(), "stay");
    List<Double> took = new ArrayList<>();
    AutoCloseable peer = start(ground, folder, program);
    AutoCloseable all = () -> end(peer, stamps);
    ground.keep(all);
    try {
      for (int kill = 1; kill <= kills; kill++) {
        long pid = stamps.await(kill).pid();
        Await.pass(STARTED);
        long killed = House.kill(pid);
        took.add(stamps.await(kill + 1).since(killed));
      }
    } finally {
      ground.drop(all);
      end(peer, stamps);
    }
    return took;
  }

  private static void end(AutoCloseable peer, Stamps stamps) throws Exception {
    try (peer) {
      // Closed first, so that nothing is started again.
    }
    for (Stamps.Line line : stamps.lines()) {
      // Only the last can be alive, and only where the peer leaves its children behind.
      ProcessHandle.of(line.pid())
          .filter(process -> command(process).contains("java"))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static String command(ProcessHandle process) {
    return process.info().command().orElse("");
  }

  /** Runs a process of the peer; its end, by SIGTERM or else by SIGKILL. */
  static AutoCloseable run(Ground ground, ProcessBuilder builder) throws Exception {
    Process process =
        builder
            .directory(ground.classes().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return () -> {
      process.destroy();
      if (!process.waitFor(Duration.ofSeconds(5))) {
        process.destroyForcibly().waitFor();
      }
    };
  }

  /** supervisord, with the least that it takes to start a program again. */
  private static final class Supervisord extends Peer {
    Supervisord() {
      super("supervisord", "supervisord");
    }

    @Override
    AutoCloseable start(Ground ground, Path folder, List<String> program) throws Exception {
      Path file = folder.resolve("supervisord.conf");
      Files.write(
          file,
          List.of(
              "[supervisord]",
              "nodaemon=true",
              "logfile=" + folder.resolve("log"),
              "pidfile=" + folder.resolve("pid"),
              "[program:stamp]",
              "command=" + String.join(" ", program),
              "autorestart=true",
              "startsecs=1"));
      return run(ground, new ProcessBuilder(command(), "-c", file.toString()));
    }
  }

  /** Those that keep a script alive: runit and s6. */
  private static final class Scripted extends Peer {
    Scripted(String title, String command) {
      super(title, command);
    }

    @Override
    AutoCloseable start(Ground ground, Path folder, List<String> program) throws Exception {
      Path service = Files.createDirectory(folder.resolve("service"));
      Path script = service.resolve("run");
      Files.write(
          script,
          List.of("#!/bin/sh", "cd " + ground.classes(), "exec " + String.join(" ", program)));
      if (!script.toFile().setExecutable(true)) {
        throw new BenchException(script + " cannot be made executable");
      }
      return run(ground, new ProcessBuilder(command(), service.toString()));
    }
  }

  /** pm2, whose daemon stays in the background until it is told to end. */
  private static final class Pm2 extends Peer {
    Pm2() {
      super("pm2", "pm2");
    }

    @Override
    AutoCloseable start(Ground ground, Path folder, List<String> program) throws Exception {
      List<String> start = new ArrayList<>(List.of("start", program.getFirst()));
      start.addAll(List.of("--name", "stamp", "--interpreter", "none", "--"));
      start.addAll(program.subList(1, program.size()));
      call(ground, folder, start);
      return () -> call(ground, folder, List.of("kill"));
    }

    private void call(Ground ground, Path folder, List<String> arguments) throws Exception {
      List<String> line = new ArrayList<>(List.of(command()));
      line.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().put("PM2_HOME", folder.resolve("home").toString());
      Process process =
          builder
              .directory(ground.classes().toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(Await.LIMIT)) {
        process.destroyForcibly();
        throw new BenchException("pm2 " + arguments.getFirst() + " did not end");
      }
    }
  }
}
