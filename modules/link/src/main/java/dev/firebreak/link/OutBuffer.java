package dev.firebreak.link;

import java.util.Arrays;

/** The octets that an {@link Encoder} has written: a buffer that grows up to a limit. */
abstract sealed class OutBuffer permits Encoder {
  private static final int MOST = Integer.MAX_VALUE - 16;
  private static final int FIRST = 512;

  /** A larger buffer does not outlive its message. */
  private static final int KEPT = 1 << 20;

  byte[] bytes = new byte[FIRST];
  int at;
  int limit = MOST;

  /** Where the buffer or the limit ends, whichever is first. */
  private int room = FIRST;

  /** Octets so far. */
  public int size() {
    return at;
  }

  /** The buffer itself, which the next write may replace; {@link #size()} says how much counts. */
  public byte[] array() {
    return bytes;
  }

  /** The message so far, copied. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, at);
  }

  /** Refuses values with which the message would be larger than that. Holds for later messages. */
  public void limit(int maxBytes) {
    limit = Math.min(maxBytes, MOST);
    bound();
  }

  void empty() {
    if (bytes.length > KEPT) {
      bytes = new byte[FIRST];
    }
    at = 0;
    bound();
  }

  /** Makes room for so many octets. */
  void need(int octets) throws CodecException {
    if (octets > room - at || octets < 0) {
      grow(octets);
    }
  }

  private void grow(int octets) throws CodecException {
    long needed = (long) at + octets;
    if (octets < 0 || needed > limit) {
      throw new CodecException("the message is larger than the limit of " + limit + " bytes");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), MOST));
    bound();
  }

  private void bound() {
    room = Math.min(bytes.length, limit);
  }

  void tag(int tag) throws CodecException {
    need(1);
    bytes[at++] = (byte) tag;
  }

  void count(int value) throws CodecException {
    need(5);
    byte[] to = bytes;
    int p = at;
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      to[p++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[p++] = (byte) rest;
    at = p;
  }

  void zigzag(int value) throws CodecException {
    count((value << 1) ^ (value >> 31));
  }

  void zigzag(long value) throws CodecException {
    need(10);
    byte[] to = bytes;
    int p = at;
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      to[p++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[p++] = (byte) rest;
    at = p;
  }

  void four(int value) throws CodecException {
    need(Integer.BYTES);
    put(at, value);
    at += Integer.BYTES;
  }

  void eight(long value) throws CodecException {
    four((int) value);
    four((int) (value >>> 32));
  }

  /** Overwrites four octets that are there. */
  void put(int p, int value) {
    byte[] to = bytes;
    to[p] = (byte) value;
    to[p + 1] = (byte) (value >> 8);
    to[p + 2] = (byte) (value >> 16);
    to[p + 3] = (byte) (value >> 24);
  }

  void octets(byte[] from, int offset, int length) throws CodecException {
    need(length);
    System.arraycopy(from, offset, bytes, at, length);
    at += length;
  }

  /** Where so many octets may be put; counted as written. */
  int take(int octets) throws CodecException {
    need(octets);
    int start = at;
    at += octets;
    return start;
  }
}
