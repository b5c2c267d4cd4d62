package dev.firebreak.pool;

import dev.firebreak.api.PoolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A task, or a chunk of a map: something of which each item comes to exactly one end. */
abstract class Job extends Slice {
  final Terms terms;
  final Shipped function;

  /** The number in the pool of its first item; the others follow. */
  final long id;

  /** Its arguments, as the frames have them; for a chunk of all items, each behind its length. */
  final byte[] payload;

  /** How many arguments an item has. */
  final int arguments;

  /** System.nanoTime() of its submission. */
  final long submitted;

  Job(Terms terms, Shipped function, long id, byte[] payload, int arguments, int count) {
    super(0, count);
    this.terms = terms;
    this.function = function;
    this.id = id;
    this.payload = payload;
    this.arguments = arguments;
    this.submitted = System.nanoTime();
  }

  @Override
  final Job job() {
    return this;
  }

  /** What it takes of the queue's bytes. */
  final int bytes() {
    return payload.length + (function.fixed() ? 0 : function.bytes().length);
  }

  /** What the frame of a slice of it has as its payload. */
  byte[] wire(Slice slice) {
    return function.fixed() ? payload : inline(payload, 0, payload.length);
  }

  /** The function's length, the function, and so much of the payload. */
  final byte[] inline(byte[] bytes, int from, int length) {
    byte[] head = function.bytes();
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + head.length + length);
    all.putInt(head.length).put(head).put(bytes, from, length);
    return all.array();
  }

  /** Whether nobody wants it any more. */
  abstract boolean abandoned();

  /** An item was begun by a worker, as far as we know; not told of every one. */
  void begun(Lane by) {}

  /**
   * An item ended in its worker. Outside of the lock, on the thread that reads that worker's link,
   * in the order of the items.
   *
   * @param record the bytes of its result are in there
   * @param nanos how long it ran; 0 if that was not measured
   */
  abstract void settle(
      Lane by, int item, int kind, long nanos, byte[] record, int from, int length);

  /** An item has no result. Outside of the lock. */
  abstract void fail(int item, RuntimeException why, @Nullable Lane by);

  /** A value that it sent to its caller. */
  void told(@Nullable Object message) {}

  /** For people. */
  String title(int item) {
    String name = terms.name().isEmpty() ? function.title() : terms.name();
    return this.to - this.from == 1 && item == 0
        ? "task %d (%s)".formatted(id, name)
        : "item %d of %s".formatted(id + item, name);
  }

  /** What a thrown exception is for whoever asks for the outcome. */
  static PoolException asPoolException(RuntimeException why) {
    return why instanceof PoolException known
        ? known
        : new dev.firebreak.api.ResultException(String.valueOf(why.getMessage()), why);
  }
}
