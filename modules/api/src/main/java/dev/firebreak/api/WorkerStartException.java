package dev.firebreak.api;

import org.jspecify.annotations.Nullable;

/**
 * No worker can be started, so nothing will run this task: the JVM does not come up, a module is
 * missing, or the initializer fails. The message says which and what to do.
 */
public final class WorkerStartException extends PoolException {
  private static final long serialVersionUID = 1;

  /** Made by a pool; the cause is what the initializer threw, if it did. */
  public WorkerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
