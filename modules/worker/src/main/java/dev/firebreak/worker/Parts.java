package dev.firebreak.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts payloads together that came in parts. */
final class Parts {
  private final List<byte[]> parts = new ArrayList<>();
  private long length;

  /** Keeps the next part. */
  void add(byte[] part) throws IOException {
    length += part.length;
    if (length > Integer.MAX_VALUE - 16) {
      throw new IOException("a payload of " + length + " bytes");
    }
    parts.add(part);
  }

  /** The whole payload that ends with that. */
  byte[] with(byte[] end) throws IOException {
    if (parts.isEmpty()) {
      return end;
    }
    add(end);
    byte[] whole = new byte[(int) length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    parts.clear();
    length = 0;
    return whole;
  }

  /** Where the arguments begin in a payload that begins with its function. */
  static int inline(byte[] payload) throws IOException {
    if (payload.length >= Integer.BYTES) {
      int size =
          (payload[0] & 0xff) << 24
              | (payload[1] & 0xff) << 16
              | (payload[2] & 0xff) << 8
              | (payload[3] & 0xff);
      if (size >= 0 && size <= payload.length - Integer.BYTES) {
        return Integer.BYTES + size;
      }
    }
    throw new IOException("a function that is longer than its payload");
  }
}
