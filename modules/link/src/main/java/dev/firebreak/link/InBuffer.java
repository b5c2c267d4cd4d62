package dev.firebreak.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The octets that a {@link Decoder} reads; every length is held against what is left before it is
 * believed.
 */
abstract sealed class InBuffer permits Decoder {
  private static final byte[] NOTHING = {};

  /** A larger copy does not outlive its message. */
  private static final int KEPT = 1 << 20;

  byte[] bytes = NOTHING;
  int at;
  int end;

  /**
   * Octets of the message that no count has claimed. Each element has octets of its own, so all
   * counts together never claim more than there are; without that, containers within containers
   * could each make room for the whole rest.
   */
  private int unclaimed;

  /** What was copied from a buffer, kept for the next. */
  private byte[] copied = NOTHING;

  void on(byte[] from, int start, int to) {
    if (start < 0 || start > to || to > from.length) {
      throw new IndexOutOfBoundsException(start + " to " + to + " of " + from.length);
    }
    bytes = from;
    at = start;
    end = to;
    unclaimed = to - start;
  }

  void on(ByteBuffer from) {
    int length = from.remaining();
    if (copied.length < length || copied.length > KEPT) {
      copied = new byte[Math.max(length, 512)];
    }
    from.get(from.position(), copied, 0, length);
    on(copied, 0, length);
  }

  int left() {
    return end - at;
  }

  void need(int octets) throws CodecException {
    if (octets > end - at || octets < 0) {
      throw CodecException.malformed(octets + " bytes where " + left() + " are left");
    }
  }

  int octet() throws CodecException {
    if (at >= end) {
      throw CodecException.malformed("it ends too soon");
    }
    return bytes[at++] & 0xff;
  }

  int count() throws CodecException {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    int value = first & 0x7f;
    for (int shift = 7; shift < 35; shift += 7) {
      int next = octet();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw CodecException.malformed("a number of more than 5 bytes");
  }

  /** A count of items that take at least so many octets each. */
  int count(int least) throws CodecException {
    int count = count();
    int most = Math.min(left(), unclaimed);
    if (count < 0 || (long) count * least > most) {
      throw CodecException.malformed(
          "a count of " + Integer.toUnsignedString(count) + " in " + most + " bytes");
    }
    unclaimed -= count * least;
    return count;
  }

  int zigzag() throws CodecException {
    int value = count();
    return (value >>> 1) ^ -(value & 1);
  }

  long longZigzag() throws CodecException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = octet();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw CodecException.malformed("a number of more than 10 bytes");
  }

  int four() throws CodecException {
    need(Integer.BYTES);
    byte[] from = bytes;
    int p = at;
    at = p + Integer.BYTES;
    return (from[p] & 0xff)
        | (from[p + 1] & 0xff) << 8
        | (from[p + 2] & 0xff) << 16
        | (from[p + 3] & 0xff) << 24;
  }

  long eight() throws CodecException {
    long low = four() & 0xffffffffL;
    return low | (long) four() << 32;
  }

  /** So many octets, copied. */
  byte[] octets(int length) throws CodecException {
    need(length);
    byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return copy;
  }

  /** Where so many octets begin; counted as read. */
  int take(int octets) throws CodecException {
    need(octets);
    int start = at;
    at += octets;
    return start;
  }

  /** The rest of a string after its tag. */
  String string(int tag) throws CodecException {
    int length = count(1);
    int start = take(length);
    return switch (tag) {
      case Tag.LATIN1 -> new String(bytes, start, length, StandardCharsets.ISO_8859_1);
      case Tag.UTF8 -> new String(bytes, start, length, StandardCharsets.UTF_8);
      case Tag.UTF16 -> utf16(start, length);
      default -> throw CodecException.malformed("the tag " + tag + " where a text should be");
    };
  }

  /** By hand, as the decoders of charsets do not let lone surrogates through. */
  private String utf16(int start, int length) throws CodecException {
    if ((length & 1) != 0) {
      throw CodecException.malformed("UTF-16 of " + length + " bytes");
    }
    char[] chars = new char[length / 2];
    for (int i = 0, p = start; i < chars.length; i++, p += 2) {
      chars[i] = (char) ((bytes[p] & 0xff) | (bytes[p + 1] & 0xff) << 8);
    }
    return new String(chars);
  }
}
