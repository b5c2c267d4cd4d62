package dev.firebreak.worker;

import dev.firebreak.api.LimitException;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a task of a task's own pool has no result, in the types and words of any pool. */
final class OwnFault {
  private OwnFault() {}

  /** What it threw, or why it could not be run. */
  static PoolException thrown(String title, int kind, Throwable thrown) {
    return switch (kind) {
      case Board.THREW -> new TaskException(title + " threw " + thrown, thrown);
      case Board.NOT_LOADED ->
          new TaskException(title + " could not be loaded in its worker: " + thrown, thrown);
      case Board.NOT_DECODED ->
          new TaskException(
              "the arguments of "
                  + title
                  + " could not be decoded in its worker: "
                  + thrown.getMessage(),
              thrown);
      default ->
          new ResultException(
              "the result of " + title + " cannot be sent: " + thrown.getMessage(), thrown);
    };
  }

  /** What the parent says of it. */
  static PoolException told(@Nullable Object told, Codec codec) {
    if (!(told instanceof Map<?, ?> map)) {
      return new ResultException("it failed, and nobody said why", null);
    }
    String message = String.valueOf(map.get("message"));
    String fault = String.valueOf(map.get("fault"));
    if (fault.equals("died")) {
      Verdict verdict =
          new Verdict(
              Verdict.Cause.valueOf(String.valueOf(map.get("cause"))),
              Verdict.Confidence.valueOf(String.valueOf(map.get("confidence"))),
              String.valueOf(map.get("sentence")));
      long pid = map.get("pid") instanceof Long known ? known : 0;
      return new WorkerDiedException(message, String.valueOf(map.get("worker")), pid, verdict);
    }
    if (fault.equals("limit") && map.get("limit") instanceof Duration limit) {
      LimitException.Clock clock = LimitException.Clock.valueOf(String.valueOf(map.get("clock")));
      return new LimitException(message, clock, limit);
    }
    return fault.equals("start")
        ? new WorkerStartException(message, cause(map.get("thrown"), codec))
        : new ResultException(message, null);
  }

  private static @Nullable Throwable cause(@Nullable Object thrown, Codec codec) {
    if (!(thrown instanceof byte[] bytes)) {
      return null;
    }
    try {
      return codec.decoder().of(bytes, 0, bytes.length).throwable();
    } catch (CodecException e) {
      return e;
    }
  }
}
