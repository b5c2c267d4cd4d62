package dev.firebreak.api;

import java.util.concurrent.CancellationException;
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

  /**
   * The same exception as one of the calling thread, for who implements a pool: it was born on a
   * thread that reads a worker's link. So a trace shows who asked and, in its cause, what happened
   * in the worker.
   */
  public static RuntimeException local(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return switch (why) {
      case TaskException task ->
          new TaskException(message, task.getCause() == null ? task : task.getCause());
      case ResultException result -> new ResultException(message, result.getCause());
      case WorkerDiedException died ->
          new WorkerDiedException(message, died.worker(), died.pid(), died.verdict());
      case LimitException limit -> new LimitException(message, limit.clock(), limit.limit());
      case WorkerStartException start -> new WorkerStartException(message, start.getCause());
      case RefusedException refused -> new RefusedException(message, refused.getCause());
      case CancellationException _ -> new CancellationException(message);
      default -> why;
    };
  }

  /** What java.util.concurrent hands out for it: what the task threw, if it did. */
  public static Throwable cause(RuntimeException why) {
    Throwable thrown = why instanceof TaskException ? why.getCause() : null;
    return thrown == null ? why : thrown;
  }
}
