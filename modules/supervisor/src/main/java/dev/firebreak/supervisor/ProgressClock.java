package dev.firebreak.supervisor;

import dev.firebreak.api.Limits;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the task goes on: how old its last progress is. Who never told any is not judged. */
final class ProgressClock implements Clock {
  private final Worker worker;
  private final Limits limits;

  ProgressClock(Worker worker, Limits limits) {
    this.worker = worker;
    this.limits = limits;
  }

  @Override
  public @Nullable Finding look(long now, long floor) {
    long told = worker.lastProgress();
    if (told == 0 || limits.progress().isEmpty()) {
      return null;
    }
    Duration limit = limits.progress().get();
    long last = Math.max(told, floor);
    long stuck = now - last;
    return stuck <= limit.toNanos()
        ? null
        : new Finding(
            "progress",
            Verdict.Cause.STALL,
            Grade.CLIMB,
            "no progress for %s, though its heart beats: it is stuck"
                .formatted(Clock.seconds(stuck)),
            last,
            limit,
            Map.of(
                "no progress for", Clock.seconds(stuck), "limit", Clock.seconds(limit.toNanos())));
  }

  @Override
  public void excuse(long now) {}
}
