package dev.firebreak.pool;

import dev.firebreak.link.LinkException;
import dev.firebreak.link.Nesting;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes we hold of one worker's own pools. */
final class Holding {
  private final AtomicLong bytes = new AtomicLong();

  /**
   * More is held.
   *
   * @throws LinkException if that is more than a worker of ours sends
   */
  void take(long more) throws LinkException {
    if (bytes.addAndGet(more) > Nesting.HELD) {
      throw LinkException.malformed(
          "more than %d bytes of tasks of its own pools".formatted(Nesting.HELD));
    }
  }

  /** Less is. */
  void give(long less) {
    bytes.addAndGet(-less);
  }

  long bytes() {
    return bytes.get();
  }
}
