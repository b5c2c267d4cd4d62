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

  /** Reads one, which takes {@link #size} bytes; of what none has written, anything. */
  public static long get(byte[] from, int at) {
    long value = 0;
    int position = at;
    for (int shift = 0; shift < 64; shift += 7) {
      byte octet = from[position++];
      value |= (long) (octet & 0x7f) << shift;
      if (octet >= 0) {
        break;
      }
    }
    return value;
  }

  /** How many bytes one takes. */
  public static int size(long value) {
    return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
  }
}
