package dev.firebreak.lab;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.census.Piece;
import dev.firebreak.faults.Fault;
import dev.firebreak.faults.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a trial is set up, the same in both homes as far as they can.
 *
 * @param workers of the pool
 * @param fault which task is added, if one is
 * @param fresh whether each task has a fresh worker
 * @param limits on time
 */
record Settings(int workers, Optional<Fault> fault, boolean fresh, Trial.Limits limits) {
  /** The heap of a worker; of threads, which share one, so much for each. */
  private static final int HEAP = 64 << 20;

  private static final int METASPACE = 48 << 20;
  private static final int DIRECT = 32 << 20;

  /** Longer than any sibling takes. */
  private static final Duration RUN_LIMIT = Duration.ofSeconds(2);

  /**
   * A run in a home.
   *
   * @param overall when it is given up
   */
  static Settings of(int workers, Optional<Fault> fault, boolean fresh, Duration overall) {
    boolean limited = fault.filter(it -> it.needs(Need.RUN_LIMIT)).isPresent();
    Duration faulty = limited ? RUN_LIMIT : overall.multipliedBy(2);
    return new Settings(workers, fault, fresh, new Trial.Limits(faulty, overall));
  }

  /** Command line arguments, and back. */
  List<String> arguments() {
    return List.of(
        Integer.toString(workers),
        fault.map(Fault::word).orElse("-"),
        Boolean.toString(fresh),
        Long.toString(limits.faulty().toMillis()),
        Long.toString(limits.overall().toMillis()));
  }

  static Settings parse(String[] arguments, int from) {
    return new Settings(
        Integer.parseInt(arguments[from]),
        Fault.of(arguments[from + 1]),
        Boolean.parseBoolean(arguments[from + 2]),
        new Trial.Limits(
            Duration.ofMillis(Long.parseLong(arguments[from + 3])),
            Duration.ofMillis(Long.parseLong(arguments[from + 4]))));
  }

  PoolOptions forThreads() {
    PoolOptions options = PoolOptions.DEFAULT.withWorkers(workers).withQuarantine(0);
    return fresh ? options.withRecycleTasks(1) : options;
  }

  PoolOptions forProcesses() {
    return forThreads()
        .with(Grants.of().with(Grants.Capability.NATIVE_ACCESS)) // in all runs: one image
        .with(jvm -> jvm.withHeap(new ByteSize(HEAP)).withOptions(memory(1)))
        .withProgram(program());
  }

  /** Flags for the JVM of threads: what its workers would have had together. */
  List<String> forJvm() {
    List<String> flags = new ArrayList<>(memory(workers));
    flags.add("-Xmx" + new ByteSize((long) HEAP * workers));
    return flags;
  }

  private static List<String> memory(int workers) {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:MaxMetaspaceSize=" + (long) METASPACE * workers,
        "-XX:MaxDirectMemorySize=" + (long) DIRECT * workers);
  }

  /** Workers see the catalogue and the work, and nothing else of the lab's. */
  private static Program.Worker program() {
    return new Program.Worker(
        List.of(),
        List.of(Jars.of(Fault.class), Jars.of(Piece.class)),
        Optional.of("dev.firebreak.faults"));
  }
}
