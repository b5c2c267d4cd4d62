package dev.firebreak.api;

/** What a pool does with a task when its queue is full. */
public enum WhenFull {
  /** The submitter waits for room. */
  BLOCK,
  /** The task is refused, with a {@link RefusedException}. */
  REJECT,
  /** The submitter runs nothing and waits for nothing: the task's future fails as refused. */
  FAIL_FUTURE
}
