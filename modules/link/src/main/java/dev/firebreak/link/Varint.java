package dev.firebreak.link;

/**
 * Unsigned numbers of seven bits a byte, the low ones first; the high bit says that more follow.
 */
public final class Varint {
  /** The most bytes that one takes. */
  public static final int MOST = 10;

  private Varint() {}

  /** Writes one; returns the position behind it. */
  public static int put(byte[] into, int at, long value) {
    long left = value;
    int position = at;
    while ((left & ~0x7fL) != 0) {
      into[position++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    into[position++] = (byte) left;
    return position;
  }

  /** How many bytes one takes. */
  public static int size(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }
}
