package dev.firebreak.processes;

import java.nio.charset.StandardCharsets;

/**
 * Takes out of a stream the marks by which a worker says whose output follows. A mark is
 *
 * <pre>
 * 0x00, the token of the worker (16 hex digits), the number of a task (16 hex digits), 0x00
 * </pre>
 *
 * (or, as its last byte, 0x01: the task has ended, and all that it wrote came before) and may come
 * in pieces. What only begins like one is the program's, and passes untouched: it is held back, 33
 * bytes at most, until that is clear. One thread uses it.
 */
final class Marks {
  /** Bytes before the first mark are no task's. */
  static final long NONE = -1;

  /** How many bytes of an earlier chunk may come out with a later one. */
  static final int HELD = 33;

  private static final int LENGTH = HELD + 1;
  private static final int TOKEN = 1;
  private static final int NUMBER = 17;

  /** Hears which part of the stream is whose. */
  interface Owner {
    void wrote(long task, byte[] bytes, int from, int length);

    /** A task has ended, and all that it wrote was told. */
    void ended(long task);
  }

  private final byte[] token;
  private final Owner owner;
  private final byte[] begun = new byte[LENGTH];
  private int matched;
  private long task = NONE;

  Marks(String token, Owner owner) {
    this.token = token.getBytes(StandardCharsets.US_ASCII);
    this.owner = owner;
    if (this.token.length != NUMBER - TOKEN) {
      throw new IllegalArgumentException("a token of " + this.token.length + " characters");
    }
  }

  /**
   * Strips the next chunk.
   *
   * @param plain what is left of it, and what was held back before; {@link #HELD} bytes longer than
   *     the chunk
   * @return how many bytes that is
   */
  int strip(byte[] chunk, int count, byte[] plain) {
    int from = 0;
    int to = 0;
    for (int i = 0; i < count; i++) {
      byte next = chunk[i];
      if (matched > 0) {
        if (fits(next)) {
          begun[matched++] = next;
          if (matched == LENGTH) {
            told(plain, from, to);
            from = to;
            marked(next);
            matched = 0;
          }
          continue;
        }
        to = release(plain, to);
      }
      if (next == 0) {
        begun[matched++] = next;
      } else {
        plain[to++] = next;
      }
    }
    told(plain, from, to);
    return to;
  }

  /** At the end of the stream: what was held back and will be no mark any more. */
  int rest(byte[] plain) {
    int count = release(plain, 0);
    told(plain, 0, count);
    return count;
  }

  private boolean fits(byte next) {
    if (matched < NUMBER) {
      return next == token[matched - TOKEN];
    }
    return matched == LENGTH - 1 ? next == 0 || next == 1 : Character.digit(next, 16) >= 0;
  }

  private void marked(byte end) {
    if (end == 0) {
      task = number();
    } else {
      owner.ended(number());
    }
  }

  private int release(byte[] plain, int to) {
    System.arraycopy(begun, 0, plain, to, matched);
    int end = to + matched;
    matched = 0;
    return end;
  }

  private long number() {
    long number = 0;
    for (int i = NUMBER; i < LENGTH - 1; i++) {
      number = number << 4 | Character.digit(begun[i], 16);
    }
    return number;
  }

  private void told(byte[] plain, int from, int to) {
    if (to > from) {
      owner.wrote(task, plain, from, to - from);
    }
  }
}
