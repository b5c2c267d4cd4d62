package dev.firebreak.pool;

import dev.firebreak.api.RefusedException;
import java.util.concurrent.Callable;

/**
 * A task that never started, as {@code shutdownNow} returns it.
 *
 * @param title for people
 * @param source what was submitted
 */
record Unstarted(String title, Object source) implements Runnable {
  /** Runs it on this thread; its result is lost. */
  @Override
  public void run() {
    try {
      switch (source) {
        case Runnable runnable -> runnable.run();
        case Callable<?> callable -> callable.call();
        default ->
            throw new RefusedException(
                "%s has arguments and is not run by itself; submit it to another pool"
                    .formatted(title),
                null);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("%s threw".formatted(title), e);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
