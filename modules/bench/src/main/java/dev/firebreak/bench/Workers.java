package dev.firebreak.bench;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessPool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A pool of two workers, as a library's user has one. */
final class Workers implements AutoCloseable {
  /** Peers have as many. */
  static final int WORKERS = 2;

  private final Ground ground;
  private final Pool pool;

  Workers(Ground ground) throws Exception {
    this.ground = ground;
    this.pool = open(ground.classes(), ground.settings().cache());
    ground.keep(this);
  }

  /**
   * Opens one whose workers find their classes in a folder.
   *
   * @param cache where images are kept; empty for the user's own
   */
  static Pool open(Path classes, Optional<Path> cache) throws Exception {
    return ProcessPool.open(
        PoolOptions.DEFAULT
            .withWorkers(WORKERS)
            .withProgram(new Program.Worker(List.of(classes), List.of(), Optional.empty())),
        cache.map(Options.DEFAULT::withCacheFolder).orElse(Options.DEFAULT));
  }

  Pool pool() {
    return pool;
  }

  /** Has every worker up and this function known to it. */
  <T, R> void warm(SerializableFunction<T, R> function, T argument) {
    List<T> arguments = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      arguments.add(argument);
    }
    for (T each : arguments) {
      var _ = pool.apply(function, each).join();
    }
    var _ = pool.map(function, arguments);
  }

  /** The flags of a worker that change how fast code runs, for a plain JVM beside it. */
  List<String> flags() throws Exception {
    WorkerStatus worker =
        pool.workers().stream()
            .filter(each -> each.pid() > 0)
            .findFirst()
            .orElseThrow(() -> new BenchException("the pool has no process"));
    Path file = Path.of("/proc", Long.toString(worker.pid()), "cmdline");
    if (!Files.exists(file)) {
      return List.of();
    }
    String line = Files.readString(file, StandardCharsets.UTF_8);
    return Arrays.stream(line.split("\0", -1)).filter(Workers::counts).toList();
  }

  private static boolean counts(String flag) {
    boolean heap = flag.startsWith("-Xms") || flag.startsWith("-Xmx");
    return heap || flag.startsWith("-XX:+Use") || flag.startsWith("-XX:Tiered");
  }

  @Override
  public void close() {
    ground.drop(this);
    pool.close();
  }
}
