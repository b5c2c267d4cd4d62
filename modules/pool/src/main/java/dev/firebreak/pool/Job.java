package dev.firebreak.pool;

import dev.firebreak.api.Rung;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A task, or a chunk of a map: something of which each item comes to exactly one end. */
abstract class Job extends Slice {
  final Terms terms;
  final Shipped function;

  /** The number in the pool of its first item; the others follow. */
  final long id;

  /** What is sent of it; for a chunk the arguments of all items, each behind its length. */
  final byte[] payload;

  /** How many arguments an item has. */
  final int arguments;

  /** System.nanoTime() of its submission. */
  final long submitted;

  /**
   * System.nanoTime() when all of it was sent to a worker that had nothing else; 0 if it was not.
   * Under the dispatcher's lock, and read when that worker has ended it.
   */
  long sentAlone;

  /**
   * System.nanoTime() since when what runs of it is being ended, as nobody wants it; 0 if it is
   * not. Under the dispatcher's lock.
   */
  long endedSince;

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
  abstract int bytes();

  /** What the frame of a slice of it has as its payload. */
  abstract byte[] wire(Slice slice);

  /** A function's length, the function, and so much of a payload. */
  static byte[] inline(byte[] function, byte[] payload, int from, int length) {
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + function.length + length);
    all.putInt(function.length).put(function).put(payload, from, length);
    return all.array();
  }

  /** Whether nobody wants it any more. */
  abstract boolean abandoned();

  /** The map that it is of, if that was accepted before as a whole. */
  @Nullable Accepted accepted() {
    return null;
  }

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

  /** An item has ended, or is about to be told so, that somebody wanted to end: by this step. */
  void struck(@Nullable Rung step) {}

  /** It was cancelled, and no worker has it, nor will. */
  void dropped() {}

  /** A value that it sent to its caller. */
  void told(@Nullable Object message) {}

  /** What an item sent to its caller, as it came; whether it goes on so, and is not looked at. */
  boolean passes(int item, byte[] message) {
    return false;
  }

  /** Some of its items were settled, on the thread that did it: what that has left goes out now. */
  void settled() {}

  /** For people. */
  String title(int item) {
    String name = terms.name().isEmpty() ? function.title() : terms.name();
    return (this instanceof Chunk ? "item %d (%s)" : "task %d (%s)").formatted(id + item, name);
  }
}
