package dev.firebreak.pool;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import java.util.concurrent.CancellationException;

/**
 * Makes an exception that was born on the thread that reads a worker's link one of the thread that
 * waited for it: with its stack, so that a trace shows who asked and, in its cause, what happened
 * in the worker.
 */
final class Local {
  private Local() {}

  static RuntimeException of(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return switch (why) {
      case PoolException known -> of(known, message);
      case RefusedException refused -> new RefusedException(message, refused.getCause());
      case CancellationException _ -> new CancellationException(message);
      default -> why;
    };
  }

  private static PoolException of(PoolException why, String message) {
    return switch (why) {
      case TaskException task ->
          new TaskException(message, task.getCause() == null ? task : task.getCause());
      case ResultException result -> new ResultException(message, result.getCause());
      case WorkerDiedException died ->
          new WorkerDiedException(message, died.worker(), died.pid(), died.verdict());
      case LimitException limit -> new LimitException(message, limit.clock(), limit.limit());
      case WorkerStartException start -> new WorkerStartException(message, start.getCause());
    };
  }
}
