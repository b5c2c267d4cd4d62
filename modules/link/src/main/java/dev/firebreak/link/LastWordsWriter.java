package dev.firebreak.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes {@link LastWords}, from any thread. */
public final class LastWordsWriter {
  /** The bytes of the box, wherever they are. */
  public interface Memory {
    /** Writes bytes; in any order, as long as it is between the numbers before and behind them. */
    void put(int offset, byte[] bytes, int length) throws IOException;

    /** Writes a number, most significant byte first, behind all that was written before. */
    void number(int offset, long value) throws IOException;
  }

  private static final int NAME = 256;
  private static final int NOTE = 400;
  private static final int MESSAGE = 700;
  private static final int FRAMES = 1600;

  private final Memory memory;
  private final FrameWriter body = new FrameWriter();
  private long nows;
  private long problems;
  private long marks;

  /** Writes to that. */
  public LastWordsWriter(Memory memory) {
    this.memory = memory;
  }

  /** The number of the task that runs; -1 for none. */
  public void task(long number) throws IOException {
    memory.number(LastWords.TASK, number + 1);
  }

  /** Writes the latest state; see {@link LastWords.Now}. */
  public synchronized void now(
      long at,
      LastWords.Phase phase,
      long used,
      long committed,
      long max,
      long progress,
      String note)
      throws IOException {
    begin();
    body.number(at);
    body.choice(phase);
    body.number(used);
    body.number(committed);
    body.number(max);
    body.number(progress);
    text(note, NOTE);
    long number = ++nows;
    end(LastWords.NOW + (int) (number % 2) * LastWords.NOW_SLOT, number);
  }

  /** Writes the last exception; see {@link LastWords.Problem}. */
  public synchronized void problem(
      long at, String where, String type, String message, String frames) throws IOException {
    begin();
    body.number(at);
    text(where, NAME);
    text(type, NAME);
    text(message, MESSAGE);
    text(frames, FRAMES);
    long number = ++problems;
    end(LastWords.PROBLEM + (int) (number % 2) * LastWords.PROBLEM_SLOT, number);
  }

  /** Adds a mark; see {@link LastWords.Mark}. */
  public synchronized void mark(long at, LastWords.Kind kind, String text) throws IOException {
    begin();
    body.number(at);
    body.choice(kind);
    text(text, NOTE);
    long number = ++marks;
    int slot = (int) ((number - 1) % LastWords.MARK_COUNT);
    end(LastWords.MARKS + slot * LastWords.MARK_SLOT, number);
  }

  private void begin() {
    body.clear();
    body.number(0); // length and checksum
  }

  private void end(int at, long number) throws IOException {
    byte[] bytes = body.bytes();
    int length = body.size() - 8;
    putInt(bytes, 0, length);
    putInt(bytes, 4, LastWords.sum(number * 2, bytes, 8, length));
    memory.number(at, number * 2 - 1);
    memory.put(at + 8, bytes, body.size());
    memory.number(at, number * 2);
  }

  private static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  /** A text of so many bytes at most. */
  private void text(String value, int room) {
    String near = value.length() > room ? value.substring(0, room) : value;
    byte[] utf8 = near.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, room);
    while (length > 0 && length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
      length--; // not within a character
    }
    body.small(length);
    body.bytes(utf8, 0, length);
  }
}
