package dev.firebreak.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is special about a task. What is empty is as the pool has it.
 *
 * @param name for people: logs, insights and messages name the task so; empty for its function's
 * @param runDeadline how long it may run
 * @param queueDeadline how long it may wait to be begun
 * @param retry what happens when its worker dies
 * @param priority greater goes first; 0 is usual
 * @param key tasks of one key go to one worker, one behind the other; empty for any worker
 * @param messages told what the task sends, in order, on a thread that may wait; the task's future
 *     ends when it was told all of it, unless it is cancelled, so it must not wait for that future
 */
public record TaskOptions(
    String name,
    Optional<Duration> runDeadline,
    Optional<Duration> queueDeadline,
    Optional<Retry> retry,
    int priority,
    String key,
    Optional<Consumer<@Nullable Object>> messages) {

  /** Nothing special. */
  public static final TaskOptions DEFAULT =
      new TaskOptions(
          "", Optional.empty(), Optional.empty(), Optional.empty(), 0, "", Optional.empty());

  /** Checks the ranges. */
  public TaskOptions {
    runDeadline = Check.span(runDeadline);
    queueDeadline = Check.span(queueDeadline);
    runDeadline.ifPresent(
        it -> Check.that(it.isPositive(), "task: runDeadline = %s; give a positive time", it));
    queueDeadline.ifPresent(
        it -> Check.that(it.isPositive(), "task: queueDeadline = %s; give a positive time", it));
  }

  /** The same under a name. */
  public TaskOptions withName(String text) {
    return new TaskOptions(text, runDeadline, queueDeadline, retry, priority, key, messages);
  }

  /** The same with a limit on how long it runs. */
  public TaskOptions withRunDeadline(Duration limit) {
    return new TaskOptions(name, Optional.of(limit), queueDeadline, retry, priority, key, messages);
  }

  /** The same with a limit on how long it waits to be begun. */
  public TaskOptions withQueueDeadline(Duration limit) {
    return new TaskOptions(name, runDeadline, Optional.of(limit), retry, priority, key, messages);
  }

  /** The same with another policy for the death of its worker. */
  public TaskOptions withRetry(Retry policy) {
    return new TaskOptions(
        name, runDeadline, queueDeadline, Optional.of(policy), priority, key, messages);
  }

  /** The same with another priority. */
  public TaskOptions withPriority(int greaterIsFirst) {
    return new TaskOptions(name, runDeadline, queueDeadline, retry, greaterIsFirst, key, messages);
  }

  /** The same, for the worker that has this key. */
  public TaskOptions withKey(String sticky) {
    return new TaskOptions(name, runDeadline, queueDeadline, retry, priority, sticky, messages);
  }

  /** The same with somebody who is told what the task sends. */
  public TaskOptions withMessages(Consumer<@Nullable Object> told) {
    return new TaskOptions(
        name, runDeadline, queueDeadline, retry, priority, key, Optional.of(told));
  }
}
