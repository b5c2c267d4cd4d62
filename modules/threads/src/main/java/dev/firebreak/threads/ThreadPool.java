package dev.firebreak.threads;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.pool.TaskPool;

/**
 * Pools whose workers are threads of this JVM, with everything else as in a pool of processes: what
 * a task captures, its arguments and its result are copied, limits strike, chunks and retries are
 * the same. For debugging, for tests, and to see what the processes cost.
 *
 * {@snippet :
 * try (Pool pool = ThreadPool.open(PoolOptions.DEFAULT)) {
 *   List<Integer> doubled = pool.map(x -> x * 2, List.of(1, 2, 3, 4, 5));
 * }
 * }
 *
 * <p>It isolates nothing. A task that calls {@code System.exit}, fills the heap or crashes native
 * code ends the whole program; static state is everybody's. A task that does not heed its interrupt
 * cannot be ended: its thread is abandoned, and a fresh one takes its place; {@code
 * PoolFuture.ended()} is then empty. Spares are refused, whether they run the initializer or not.
 *
 * <p>Of what a task writes to {@code System.out} and {@code System.err} nothing is kept, as these
 * streams are the whole program's: it appears there, and {@code PoolFuture.output()} is empty.
 */
public final class ThreadPool {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private ThreadPool() {}

  /** Opens a pool of a worker per processor. */
  public static Pool open() {
    return open(PoolOptions.DEFAULT, CALLERS.getCallerClass());
  }

  /**
   * Opens a pool, and returns without waiting for its workers.
   *
   * @throws UnsupportedOperationException if the options ask for what threads cannot have; the
   *     message names all of it
   */
  public static Pool open(PoolOptions options) {
    return open(options, CALLERS.getCallerClass());
  }

  private static Pool open(PoolOptions options, Class<?> caller) {
    Unsupported.refuse(options);
    ThreadHome home = new ThreadHome(options, caller);
    return TaskPool.open(options.withName(home.name()), home);
  }
}
