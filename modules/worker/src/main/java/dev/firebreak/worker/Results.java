package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.Varint;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands results over: to the ring of the board, or in frames. When a method has returned, no
 * SIGKILL takes the result back. Belongs to the thread of the loop.
 */
final class Results {
  /** A kind, and two numbers. */
  private static final int HEAD = 1 + 2 * Varint.MOST;

  /** How long it waits to look for room in a ring that is full. */
  private static final long FULL_NANOS = 50_000;

  /** Not measured. */
  static final long UNTIMED = -1;

  private final Link<ToParent, ToChild> link;
  private final Encoder encoder;
  private byte[] record = new byte[512];
  private @Nullable Board board;

  Results(Link<ToParent, ToChild> link, Codec codec) {
    this.link = link;
    this.encoder = codec.encoder();
  }

  /** From now on, results go to its ring. */
  void to(Board mapped) {
    board = mapped;
  }

  /**
   * Hands what an item gave over.
   *
   * @param framed whether it has to come behind frames that were sent already
   * @param wrote whether the item wrote to stdout or stderr
   */
  void value(long item, @Nullable Object value, long nanos, boolean framed, boolean wrote)
      throws IOException {
    encoder.reset();
    try {
      encoder.value(value, "result");
    } catch (CodecException e) {
      failed(item, Board.NOT_ENCODED, e, nanos, framed, wrote);
      return;
    }
    hand(item, kind(Board.VALUE, wrote), nanos, framed);
  }

  /** Hands what an item threw over, or why it could not be run. */
  void failed(long item, int kind, Throwable thrown, long nanos, boolean framed, boolean wrote)
      throws IOException {
    encoder.reset();
    encoder.throwable(thrown);
    hand(item, kind(kind, wrote), nanos, framed);
  }

  private static int kind(int kind, boolean wrote) {
    return wrote ? kind | Board.WROTE : kind;
  }

  private void hand(long item, int kind, long nanos, boolean framed) throws IOException {
    Board to = board;
    int length = encoder.size();
    if (to == null) {
      frames(item, kind, nanos);
    } else if (framed || length > Board.RING - HEAD) {
      record[0] = Board.FRAMED;
      put(to, Varint.put(record, 1, 0));
      frames(item, kind, nanos);
    } else {
      if (length > record.length - HEAD) {
        record = new byte[length + HEAD];
      } else if (record.length > 64 * 1024 && length < 8 * 1024) {
        record = new byte[8 * 1024 + HEAD];
      }
      byte[] into = record;
      int at = 1;
      if (nanos >= 0) {
        into[0] = (byte) (kind | Board.TIMED);
        at = Varint.put(into, at, nanos);
      } else {
        into[0] = (byte) kind;
      }
      at = Varint.put(into, at, length);
      System.arraycopy(encoder.array(), 0, into, at, length);
      put(to, at + length);
      if (to.asleep()) {
        link.send(new FromWorker.Bell());
      }
    }
  }

  private void put(Board to, int length) throws IOException {
    while (!to.put(record, length)) {
      // The parent is behind by thousands of results, or by some large ones.
      if (to.asleep()) {
        link.send(new FromWorker.Bell());
      }
      LockSupport.parkNanos(this, FULL_NANOS);
    }
  }

  private void frames(long item, int kind, long nanos) throws IOException {
    byte[] bytes = encoder.array();
    int size = encoder.size();
    int from = 0;
    do {
      int length = Math.min(size - from, FromWorker.Result.MOST);
      boolean last = from + length == size;
      link.send(new FromWorker.Result(item, last, kind, Math.max(nanos, 0), bytes, from, length));
      from += length;
    } while (from < size);
  }

  /** What an initializer threw. */
  byte[] encoded(Throwable thrown) {
    encoder.reset();
    encoder.throwable(thrown);
    return Arrays.copyOf(encoder.array(), Math.min(encoder.size(), Link.MAX_FRAME - 1));
  }
}
