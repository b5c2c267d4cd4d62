package dev.firebreak.pool;

import dev.firebreak.link.Codec;

/**
 * A function as it is sent.
 *
 * @param number by which workers know it once it was defined; used only if {@code fixed}
 * @param fixed whether it is defined once in a worker; otherwise it goes along with each job
 * @param bytes0 as {@code Encoder.function} writes it
 * @param title for people
 * @param codec what its results are decoded with: it knows what may come back
 */
record Shipped(int number, boolean fixed, Bytes bytes0, String title, Codec codec) {
  /** A function's bytes. */
  static final class Bytes {
    final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }
  }

  byte[] bytes() {
    return bytes0.array;
  }
}
