package dev.firebreak.api;

import org.jspecify.annotations.Nullable;

/**
 * A task came to no result. The type says whose fault it is: {@link TaskException} (the task
 * threw), {@link ResultException} (its result cannot be sent), {@link WorkerDiedException} (its
 * worker died while it ran it), {@link LimitException} (a clock ran out), {@link
 * WorkerStartException} (no worker could be started). What a pool does not even accept is a {@link
 * RefusedException}.
 */
public abstract sealed class PoolException extends RuntimeException
    permits TaskException,
        ResultException,
        WorkerDiedException,
        LimitException,
        WorkerStartException {
  private static final long serialVersionUID = 1;

  PoolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
