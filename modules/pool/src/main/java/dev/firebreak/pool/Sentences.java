package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people read when a worker failed them: who, which pid, doing what, why, and what next. */
final class Sentences {
  private Sentences() {}

  static WorkerDiedException died(
      Slice slice, int item, Crew.Loss loss, Lane lane, int killed, PoolOptions options) {
    String again =
        options.quarantine() > 0 && killed >= options.quarantine()
            ? "it has killed %d workers and is quarantined".formatted(killed)
            : "it is not run again, as it may have done half of its work; Retry.idempotent(n) says"
                + " that twice does no harm";
    return new WorkerDiedException(
        "%s was running in %s when that died: %s; %s%s"
            .formatted(
                slice.job().title(item),
                lane.hand().title(),
                loss.verdict().sentence(),
                again,
                tail(loss.stderr())),
        lane.hand().title(),
        loss.pid(),
        loss.verdict());
  }

  static WorkerDiedException notBegun(Slice slice, int item, Crew.Loss loss, Lane lane) {
    return new WorkerDiedException(
        "%s was sent to %s, which died before it began it: %s; its retry is never, so no other worker got it"
            .formatted(slice.job().title(item), lane.hand().title(), loss.verdict().sentence()),
        lane.hand().title(),
        loss.pid(),
        loss.verdict());
  }

  static WorkerStartException unstartable(
      PoolOptions options, Crew.Loss loss, @Nullable Throwable initializer) {
    return initializer == null
        ? new WorkerStartException(
            "no worker of pool %s can be started: %s%s"
                .formatted(options.name(), loss.verdict().sentence(), tail(loss.stderr())),
            null)
        : new WorkerStartException(
            "no worker of pool %s can be started, as its initializer threw %s"
                .formatted(options.name(), initializer),
            initializer);
  }

  private static String tail(List<String> stderr) {
    return stderr.isEmpty() ? "" : "; its last words: " + String.join(" | ", stderr);
  }
}
