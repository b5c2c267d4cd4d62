package dev.firebreak.pool;

import dev.firebreak.link.Board;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A task of a task's own pool: its bytes pass through here, and are looked at by nobody. */
final class RawTask extends Job {
  private final NestedPool pool;
  private final boolean listened;

  /** What is held for it. */
  private final long held;

  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Lane ranIn;

  /**
   * A task.
   *
   * @param id the item's number for it
   * @param listened whether the item wants to know what it sends
   */
  RawTask(
      NestedPool pool,
      Terms terms,
      Shipped function,
      long id,
      byte[] payload,
      int arguments,
      boolean listened,
      long held) {
    super(terms, function, id, payload, arguments, 1);
    this.pool = pool;
    this.listened = listened;
    this.held = held;
  }

  long held() {
    return held;
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
    return over.get();
  }

  @Override
  void begun(Lane by) {
    ranIn = by;
  }

  /** Where it ran, or runs; null before. */
  @Nullable Lane ranIn() {
    return ranIn;
  }

  @Override
  void settle(Lane by, int item, int kind, long nanos, byte[] record, int from, int length) {
    ranIn = by;
    Dispatcher dispatcher = pool.dispatcher();
    dispatcher.recorder().ran(by.hand().worker(), by.ledger.moved(), this, nanos, length);
    if (!over.compareAndSet(false, true)) {
      return;
    }
    boolean well = Results.ok(kind);
    dispatcher.recorder().ended(well ? 1 : 0, well ? 0 : 1);
    byte plain = (byte) (kind & ~Board.TIMED);
    if ((kind & Board.WROTE) == 0) {
      pool.result(this, by, plain, record, from, length);
      return;
    }
    // What it wrote may be overtaken by its result, which waits for it.
    byte[] copy = Arrays.copyOfRange(record, from, from + length);
    later(() -> pool.result(this, by, plain, copy, 0, length));
  }

  @Override
  void fail(int item, RuntimeException why, @Nullable Lane by) {
    if (by != null) {
      ranIn = by;
    }
    if (over.compareAndSet(false, true)) {
      pool.dispatcher().recorder().ended(0, 1);
      later(() -> pool.failed(this, by, why));
    }
  }

  /** On a thread that may wait; the pool does not end before it. */
  private void later(Runnable step) {
    Dispatcher dispatcher = pool.dispatcher();
    dispatcher.owes(1);
    dispatcher
        .executor()
        .execute(() -> {
          try {
            step.run();
          } finally {
            dispatcher.owes(-1);
          }
        });
  }

  @Override
  boolean passes(int item, byte[] message) {
    if (listened && !over.get()) {
      pool.message(id, message);
    }
    return true;
  }

  @Override
  void settled() {
    pool.flush();
  }

  /** Nobody waits for it any more; whether it was still to end. */
  boolean cancel(boolean interrupt) {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    pool.dispatcher().recorder().ended(0, 1);
    pool.dispatcher().endings().cancelled(this, interrupt);
    return true;
  }
}
