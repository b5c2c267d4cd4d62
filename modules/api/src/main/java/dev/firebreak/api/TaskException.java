package dev.firebreak.api;

/**
 * A task threw. The cause is what it threw, with its stack in the worker, its causes and what they
 * suppressed: as the class that it was, or as a {@link RemoteException} where that cannot be
 * rebuilt.
 */
public final class TaskException extends PoolException {
  private static final long serialVersionUID = 1;

  /** Made by a pool. */
  public TaskException(String message, Throwable cause) {
    super(message, cause);
  }
}
