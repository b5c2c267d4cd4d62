package dev.firebreak.link;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes one body apart; every length is held against what is left before it is believed. */
public final class FrameReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  FrameReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean flag() throws LinkException {
    return choice(2) == 1;
  }

  int choice(int of) throws LinkException {
    int value = octet();
    if (value >= of) {
      throw LinkException.malformed("a choice of " + value + " where there are " + of);
    }
    return value;
  }

  <E extends Enum<E>> E choice(E[] values) throws LinkException {
    return values[choice(values.length)];
  }

  int octet() throws LinkException {
    need(1);
    return bytes[at++] & 0xff;
  }

  int small() throws LinkException {
    need(Integer.BYTES);
    int value = intAt(bytes, at);
    at += Integer.BYTES;
    return value;
  }

  long number() throws LinkException {
    long high = small();
    return (high << 32) | (small() & 0xffffffffL);
  }

  String text() throws LinkException {
    int length = small();
    need(length);
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /** A count of items that take at least so many bytes each. */
  int count(int least) throws LinkException {
    int count = small();
    if (count < 0 || count > (end - at) / least) {
      throw LinkException.malformed("a list of " + count + " in " + (end - at) + " bytes");
    }
    return count;
  }

  List<String> list() throws LinkException {
    String[] values = new String[count(Integer.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = text();
    }
    return List.of(values);
  }

  /** All that is left. */
  byte[] rest() {
    byte[] value = java.util.Arrays.copyOfRange(bytes, at, end);
    at = end;
    return value;
  }

  void end() throws LinkException {
    if (at != end) {
      throw LinkException.malformed((end - at) + " bytes after its last field");
    }
  }

  static int intAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  private void need(int length) throws LinkException {
    if (length < 0 || length > end - at) {
      throw LinkException.malformed(
          "a field of " + length + " bytes where " + (end - at) + " are left");
    }
  }
}
