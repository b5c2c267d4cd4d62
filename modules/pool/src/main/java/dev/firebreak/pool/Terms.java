package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Retry;
import dev.firebreak.api.TaskOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to be handled: the task's own options, and the pool's where these say nothing.
 *
 * @param name for people; empty for the function's
 * @param run nanoseconds that an item may run; 0 for no limit
 * @param queue nanoseconds that it may wait to be begun; 0 for no limit
 */
record Terms(
    String name,
    long run,
    long queue,
    Retry retry,
    int priority,
    String key,
    @Nullable Consumer<@Nullable Object> messages) {

  static Terms of(PoolOptions pool, TaskOptions task) {
    return new Terms(
        task.name(),
        task.runDeadline().or(pool::runDeadline).map(it -> it.toNanos()).orElse(0L),
        task.queueDeadline().or(pool::queueDeadline).map(it -> it.toNanos()).orElse(0L),
        task.retry().orElse(pool.retry()),
        task.priority(),
        task.key(),
        task.messages().orElse(null));
  }
}
