package dev.firebreak.lab;

import dev.firebreak.faults.Fault;
import java.nio.file.Path;
import java.util.List;

/**
 * What the lab is to do.
 *
 * @param faults which, in this order
 * @param tasks how many siblings a faulty task has
 * @param files what they count; empty for class files of this JDK
 * @param repetitions of each measurement of the price; 0 for none
 * @param command what was typed, for the report
 */
public record Plan(
    List<Fault> faults, int tasks, List<Path> files, int repetitions, String command) {
  /** A faulty task and its siblings share this many workers: some two are never idle. */
  private static final int MOST_WORKERS = 4;

  /** Copies what it is given. */
  public Plan {
    faults = List.copyOf(faults);
    files = List.copyOf(files);
  }

  /** Those that show most in little time: one of each kind. */
  public static List<Fault> few() {
    return List.of(
        Fault.EXCEPTION,
        Fault.EXIT_42,
        Fault.HEAP_OOM,
        Fault.MEMORY_LEAK,
        Fault.INFINITE_LOOP,
        Fault.NATIVE_CRASH,
        Fault.SIGKILL,
        Fault.SHARED_CACHE);
  }

  static int workers() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, MOST_WORKERS);
  }
}
