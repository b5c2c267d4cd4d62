package dev.firebreak.api;

import java.util.concurrent.Callable;

/**
 * A task that never started, as {@code shutdownNow} returns it.
 *
 * @param title for people
 * @param source what was submitted
 */
public record Unstarted(String title, Object source) implements Runnable {
  /**
   * Runs it on this thread; its result is lost.
   *
   * @throws RefusedException if it is to be given arguments
   */
  @Override
  public void run() {
    // Plain steps, as a worker runs this too: a young JVM takes milliseconds for a first switch.
    try {
      if (source instanceof Runnable runnable) {
        runnable.run();
      } else if (source instanceof Callable<?> callable) {
        var _ = callable.call();
      } else {
        throw new RefusedException(
            title + " has arguments and is not run by itself; submit it to another pool", null);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(title + " threw", e);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
