package dev.firebreak.api;

import org.jspecify.annotations.Nullable;

/**
 * A task ran to its end, but its result cannot be sent or may not be built here; the message names
 * the path to what is wrong and the line that would allow it.
 */
public final class ResultException extends PoolException {
  private static final long serialVersionUID = 1;

  /** Made by a pool. */
  public ResultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
