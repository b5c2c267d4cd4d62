package dev.firebreak.api;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A pool did not accept a task: it is closed or full, the task cannot be sent (the message names
 * the path to what is in the way), it relies on shared memory, or it has killed too many workers.
 * Nothing of it was run.
 */
public final class RefusedException extends RejectedExecutionException {
  private static final long serialVersionUID = 1;

  /** Made by a pool. */
  public RefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
