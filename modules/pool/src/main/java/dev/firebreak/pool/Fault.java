package dev.firebreak.pool;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import java.util.Map;

/** Why a task has no result, as values for whoever asked from within a worker. */
final class Fault {
  private Fault() {}

  static Map<String, Object> of(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return switch (why) {
      case WorkerDiedException died ->
          Map.of(
              "fault", "died",
              "message", message,
              "worker", died.worker(),
              "pid", died.pid(),
              "cause", died.verdict().cause().name(),
              "confidence", died.verdict().confidence().name(),
              "sentence", died.verdict().sentence());
      case LimitException limit ->
          Map.of(
              "fault",
              "limit",
              "message",
              message,
              "clock",
              limit.clock().name(),
              "limit",
              limit.limit());
      case WorkerStartException start when start.getCause() instanceof Plain.Thrown thrown ->
          Map.of("fault", "start", "message", message, "thrown", thrown.bytes());
      case WorkerStartException _ -> Map.of("fault", "start", "message", message);
      default -> Map.of("fault", "result", "message", message);
    };
  }
}
