package dev.firebreak.pool;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Where the workers of one pool live. Workers have numbers from 1; one that takes another's place
 * has its number and the next generation. No method waits. A worker that dies is started again by
 * the home, at once, until it is dismissed.
 */
public interface Home {
  /** Begins; nothing is told before. */
  void open(Crew crew);

  /** Starts a worker. */
  void hire(int worker);

  /** Stops a worker in order: it is asked, its finalizer runs; then it stays down. */
  void dismiss(int worker, String why);

  /** Stops a worker in order and starts it again; counts as no crash. */
  void renew(int worker, String why);

  /**
   * Ends a worker at once because of a fault; it is started again.
   *
   * @param generation which life is meant; another one is left alone
   * @return false where this home cannot do that, as with threads: then it gives the number to a
   *     fresh worker and abandons this one, which is told as lost
   */
  boolean kill(int worker, int generation, Verdict.Cause cause, String sentence);

  /**
   * Ends a worker whose item did not end, by steps where the home has some: SIGTERM, and SIGKILL
   * after {@link Defaults#POOL_TERMINATE}. The verdict's number {@code last step of the stop},
   * {@code terminate} or {@code kill}, says which one did it.
   *
   * @param asked whether somebody asked for it, by cancelling the item
   * @return as {@link #kill}
   */
  default boolean end(int worker, int generation, String sentence, boolean asked) {
    return kill(worker, generation, Verdict.Cause.OVERDUE, sentence);
  }

  /** The resident memory of a worker in bytes; 0 where that is not known. */
  long memory(int worker);

  /** The largest heap of each worker in bytes; 0 where workers have none of their own. */
  default long heap() {
    return 0;
  }

  /**
   * A home for the pool of one of this pool's tasks, with the same classes.
   *
   * @param options held against this pool's already, but for what is about JVMs ({@code jvm}): that
   *     is as the task asked for it, apart from the heap
   * @throws RefusedException if it cannot be had
   */
  default Home nested(PoolOptions options) {
    throw new RefusedException("tasks of this pool cannot open pools of their own", null);
  }

  /** Threads that may wait. */
  Executor executor();

  /**
   * Stops all workers, in order or at once, and releases what there is.
   *
   * @param why words that follow "because"
   */
  CompletableFuture<Void> close(boolean now, String why);
}
