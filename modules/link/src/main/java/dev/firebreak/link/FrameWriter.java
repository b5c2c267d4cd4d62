package dev.firebreak.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds frames in a buffer that is kept for the next. */
public final class FrameWriter {
  private byte[] bytes = new byte[512];
  private int size;
  private int excess;

  FrameWriter() {}

  void clear() {
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[512];
    }
  }

  /** Encodes a whole frame behind those that are there; false if it is over the limit. */
  boolean frame(Frame frame) {
    int start = size;
    small(0);
    octet(frame.tag());
    frame.write(this);
    int length = size - start - Integer.BYTES;
    putInt(start, length);
    if (length > Link.MAX_FRAME) {
      size = start;
      excess = length;
      return false;
    }
    return true;
  }

  /** The length of the frame that was over the limit. */
  int excess() {
    return excess;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  // Both ends come from one build, and Hello's version says so before any choice is read.
  @SuppressWarnings("EnumOrdinal")
  void choice(Enum<?> value) {
    octet(value.ordinal());
  }

  void small(int value) {
    room(Integer.BYTES);
    putInt(size, value);
    size += Integer.BYTES;
  }

  void number(long value) {
    small((int) (value >>> 32));
    small((int) value);
  }

  /** A text for people: cut, with a mark, where it is longer than so many characters. */
  void text(String value, int limit) {
    if (value.length() <= limit) {
      exact(value);
      return;
    }
    int end = Character.isHighSurrogate(value.charAt(limit - 1)) ? limit - 1 : limit;
    exact(value.substring(0, end).concat(mark(value.length() - end)));
  }

  static String mark(int missing) {
    return "... [" + missing + " characters cut]";
  }

  /** A string that would mean something else if it were cut. */
  void exact(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    small(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  void list(List<String> values) {
    small(values.size());
    for (String value : values) {
      exact(value);
    }
  }

  /** Bytes without their length: the frame's own tells where they end. */
  void bytes(byte[] value, int from, int length) {
    room(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
  }

  void octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  private void putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
