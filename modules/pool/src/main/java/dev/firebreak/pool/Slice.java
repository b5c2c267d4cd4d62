package dev.firebreak.pool;

import dev.firebreak.api.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive items of a job: what is queued, sent to a worker and taken back. A job begins as
 * one slice of all its items; a slice of which a worker has begun only the first ones is cut in
 * two.
 * <!-- For maintainers. All fields are under the dispatcher's lock. A slice is in the queue, or in
 * one lane's ledger, or nowhere (settled, or given up). -->
 */
class Slice {
  /** The first of its items that is not settled yet, and the one behind its last. */
  int from;

  int to;

  /** How often the first item is begun, this time included. */
  int attempt = 1;

  /** How many workers its first item has killed. */
  int killed;

  /** The lane that holds it; null while it is queued. */
  @Nullable Lane lane;

  /** The number in that lane of the item {@link #from}. */
  long first;

  /** The first item that was sent. */
  int sentFrom;

  /** What it takes of the lane's pipe, in bytes. */
  int sent;

  boolean queued;

  private final @Nullable Job job;

  Slice(int from, int to) {
    this.job = null;
    this.from = from;
    this.to = to;
  }

  Slice(Job job, int from, int to) {
    this.job = job;
    this.from = from;
    this.to = to;
  }

  Job job() {
    if (job == null) {
      throw new IllegalStateException("a slice without a job is one");
    }
    return job;
  }

  int count() {
    return to - from;
  }

  /** Whether an item that was begun may be begun once more. */
  boolean again(int quarantine) {
    return job().terms.retry() instanceof Retry.Idempotent(int times)
        && attempt <= times
        && (quarantine == 0 || killed < quarantine);
  }
}
