package dev.firebreak.pool;

import dev.firebreak.link.Board;
import dev.firebreak.link.LinkException;

/**
 * Walks over the records that were taken from a ring; believes no length that it has not checked.
 */
final class Records {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int kind;
  private long nanos;
  private int from;
  private int length;

  Records(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  boolean more() {
    return at < end;
  }

  /** Reads the next one; if that is none, it is still the next. */
  void read() throws LinkException {
    int start = at;
    try {
      kind = bytes[at++];
      nanos = (kind & Board.TIMED) == 0 ? 0 : varint();
      long size = varint();
      if (size < 0 || size > end - at) {
        throw LinkException.malformed(
            "a record of " + size + " bytes where " + (end - at) + " are left");
      }
      length = (int) size;
    } catch (LinkException e) {
      at = start;
      throw e;
    }
    from = at;
    at += length;
  }

  /** Where an item begins among items that each stand behind their length; these are our own. */
  int skip(int items) {
    try {
      for (int i = 0; i < items; i++) {
        int size = (int) varint();
        at += size;
      }
      return at;
    } catch (LinkException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kind without what else is said in it. */
  int plainKind() {
    return kind & ~(Board.TIMED | Board.WROTE);
  }

  int kind() {
    return kind;
  }

  long nanos() {
    return nanos;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }

  private long varint() throws LinkException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw LinkException.malformed("a record that is cut off");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw LinkException.malformed("a number of more than 64 bits");
  }

  static LinkException unexpected() {
    return LinkException.malformed("a result of an item that it was not sent");
  }
}
