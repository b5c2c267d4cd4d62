package dev.firebreak.pool;

import dev.firebreak.link.Board;
import org.jspecify.annotations.Nullable;

/** A task of a task's own pool: its bytes pass through here, and are looked at by nobody. */
final class RawTask extends Job {
  private final NestedPool pool;
  private final long number;
  private volatile boolean over;

  RawTask(
      NestedPool pool,
      Terms terms,
      Shipped function,
      long id,
      byte[] payload,
      int arguments,
      long number) {
    super(terms, function, id, payload, arguments, 1);
    this.pool = pool;
    this.number = number;
  }

  @Override
  int bytes() {
    return payload.length;
  }

  @Override
  byte[] wire(Slice slice) {
    return payload;
  }

  @Override
  boolean abandoned() {
    return over;
  }

  @Override
  void settle(Lane by, int item, int kind, long nanos, byte[] record, int from, int length) {
    int plain = kind & ~(Board.TIMED | Board.WROTE);
    pool.result(number, (byte) plain, record, from, length);
    over = true;
  }

  @Override
  void fail(int item, RuntimeException why, @Nullable Lane by) {
    pool.failed(number, why);
    over = true;
  }

  /** Nobody waits for it any more. */
  void cancel(boolean interrupt) {
    if (!over) {
      over = true;
      pool.dispatcher().endings().cancelled(this, interrupt);
      pool.ended(number);
    }
  }
}
