package dev.firebreak.processes;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.pool.TaskPool;
import java.io.UncheckedIOException;

/**
 * Pools whose workers are JVMs of their own: a crash, an exit, a full heap or a hang costs exactly
 * the task that was running.
 *
 * {@snippet :
 * try (Pool pool = ProcessPool.open()) { // a worker per processor
 *   List<Integer> doubled = pool.map(x -> x * 2, List.of(1, 2, 3, 4, 5));
 * }
 * }
 *
 * <p>Workers find classes where the caller has them: on the class path of this JVM, or, where the
 * caller is in a module, on the module path, with that module as their root; {@link
 * PoolOptions#withProgram} says otherwise. They see the modules of the JDK that this needs, or
 * those that were granted. The first pool of a program with a new class path takes some seconds
 * more, to find that out and to build a runtime; the answers are kept.
 *
 * <p>Each heap may grow to the pool's memory, or half of the machine's, divided by the number of
 * workers, unless the options give its size.
 *
 * <p>The workers' output is kept in the pool's state folder, below {@link States#root()}: of a pool
 * with a name for good, else until it is closed. If this JVM ends without having closed its pools,
 * by {@code System.exit} or by {@code kill -9}, their workers are killed within a second, with all
 * that they started.
 */
public final class ProcessPool {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private ProcessPool() {}

  /** Opens a pool of a worker per processor. See {@link #open(PoolOptions, Options)}. */
  public static Pool open() {
    return open(PoolOptions.DEFAULT, Options.DEFAULT, CALLERS.getCallerClass());
  }

  /** Opens a pool, in the user's own folders. See {@link #open(PoolOptions, Options)}. */
  public static Pool open(PoolOptions options) {
    return open(options, Options.DEFAULT, CALLERS.getCallerClass());
  }

  /**
   * Opens a pool, and returns without waiting for its workers.
   *
   * @param options what the pool does
   * @param settings its folders, and who is told what happens to its workers
   * @throws UncheckedIOException if another pool or supervisor of the name runs, its state folder
   *     cannot be made, or the operating system refuses something else; the message says what to do
   * @throws IllegalArgumentException if workers could not find the caller's classes
   */
  public static Pool open(PoolOptions options, Options settings) {
    return open(options, settings, CALLERS.getCallerClass());
  }

  private static Pool open(PoolOptions options, Options settings, Class<?> caller) {
    Program.Worker program = options.program().orElseGet(() -> CallerClasses.of(caller));
    try {
      ProcessHome home = new ProcessHome(options, program, settings);
      return TaskPool.open(options.withName(home.name()), home);
    } catch (StateException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
