package dev.firebreak.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The pools of processes that Python has, measured by the script {@code peers.py}. */
final class Python {
  /** Debian's packages belong to the system's interpreter. */
  private static final Path INTERPRETER = Path.of("/usr/bin/python3");

  private static final Map<String, String> TITLES =
      Map.of(
          "pebble", "Pebble",
          "billiard", "billiard, by fork",
          "loky", "loky",
          "pool-spawn", "multiprocessing.Pool, by spawn",
          "pool-fork", "multiprocessing.Pool, by fork",
          "executor", "ProcessPoolExecutor, by spawn");

  private static final List<String> PEERS =
      List.of("pool-spawn", "pool-fork", "executor", "loky", "pebble", "billiard");

  private static final int RUNS = 7;

  /** The slowest figure takes a fifth of this. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Ground ground;
  private final Path script;

  Python(Ground ground) throws IOException {
    this.ground = ground;
    this.script = ground.fresh("peers.py");
    try (InputStream text = Python.class.getResourceAsStream("peers.py")) {
      if (text == null) {
        throw new IOException("peers.py is not there");
      }
      Files.copy(text, script);
    }
  }

  /** A peer and what it took. */
  private record Measured(String title, Sample sample) {
    Sample in(double unit) {
      return new Sample(sample.values().stream().map(value -> value / unit).toList());
    }
  }

  /** Figures of ours beside each peer that is installed; of one that is not, a line is said. */
  List<Figure> beside(Figure ours, String figure, int tasks, double unit, Goal goal)
      throws Exception {
    List<Figure> all = new ArrayList<>();
    for (Measured peer : figures(figure, tasks, ground.settings().runs(RUNS))) {
      all.add(ours.beside(peer.title(), peer.in(unit)).with(goal));
    }
    return all;
  }

  /** One figure of every peer that is installed; a peer that is not is told as absent. */
  private List<Measured> figures(String figure, int tasks, int runs) throws Exception {
    if (!Files.isExecutable(INTERPRETER)) {
      PEERS.forEach(peer -> ground.say(peer + ": there is no " + INTERPRETER));
      return List.of();
    }
    List<Measured> all = new ArrayList<>();
    for (String peer : PEERS) {
      String title = TITLES.getOrDefault(peer, peer);
      List<Double> values = new ArrayList<>();
      Optional<String> fault = measure(List.of(figure, peer), tasks, runs, values);
      fault.ifPresent(words -> ground.say(title + ": " + words));
      if (!values.isEmpty()) {
        all.add(new Measured(title, new Sample(values)));
      }
    }
    return all;
  }

  private Optional<String> measure(List<String> what, int tasks, int runs, List<Double> values)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(INTERPRETER.toString(), script.toString()));
    command.addAll(what);
    command.addAll(List.of("--workers", "" + Workers.WORKERS));
    command.addAll(List.of("--tasks", "" + tasks, "--runs", "" + runs));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TMPDIR", ground.folder().toString()); // some leave folders there
    Process process = builder.start();
    AutoCloseable end = () -> end(process);
    ground.keep(end);
    // Its output ends then, for whoever reads it.
    Executor late = CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    CompletableFuture<Void> limit = CompletableFuture.runAsync(() -> end(process), late);
    try {
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      while (true) {
        String line = lines.readLine();
        if (line == null || line.isEmpty()) {
          return Optional.of("ended without a word, or was killed after " + LIMIT);
        }
        if (line.equals("end")) {
          return Optional.empty();
        }
        if (!Character.isDigit(line.charAt(0))) {
          return Optional.of(line);
        }
        values.add(Double.parseDouble(line));
      }
    } finally {
      limit.cancel(false);
      ground.drop(end);
      end(process);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly().onExit().join();
    for (ProcessHandle each : started) {
      // That one ends by itself, and takes the semaphores with it.
      if (!each.info().commandLine().orElse("").contains("resource_tracker")) {
        each.destroyForcibly();
      }
    }
  }
}
