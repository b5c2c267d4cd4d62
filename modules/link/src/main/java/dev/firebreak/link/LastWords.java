package dev.firebreak.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a child leaves in its box: a file in memory that it writes while it lives, and that is read
 * when it has ended, however it has.
 *
 * <pre>
 * offset  what
 *      0  MAGIC   what this is, and its version; written by the parent
 *      8  TASK    the number of the task that runs in a worker of a pool, plus one; 0 for none
 *     64  NOW     2 slots of 512 bytes: the latest state
 *   1088  PROBLEM 2 slots of 3072 bytes: the last exception
 *   7232  MARKS   16 slots of 512 bytes: a ring of what happened
 *
 * A slot, written in this order, so that one that was cut short by the end is recognized:
 *   number of the record times two, less one (8) . length (4) . checksum (4) . as many bytes
 *   . number of the record times two (8), in the place of the first
 * </pre>
 *
 * Records of a kind are numbered from 1 and take the slots in turn, so of NOW and PROBLEM the one
 * before is still there. Whatever the bytes are, reading them gives what is whole and no more.
 *
 * @param task the number of the task that ran, in a worker of a pool; -1 for none
 * @param now the latest state
 * @param problem the last exception that nobody, or only a pool, caught
 * @param marks what happened, oldest first
 * @param torn how many records the end cut short, or somebody spoiled
 */
public record LastWords(
    long task, Optional<Now> now, Optional<Problem> problem, List<Mark> marks, int torn) {
  /** The bytes of a box. */
  public static final int SIZE = 16 * 1024;

  static final int MAGIC = 0;

  /** Where the number of the task is. */
  public static final int TASK = 8;

  static final int NOW = 64;
  static final int NOW_SLOT = 512;
  static final int PROBLEM = NOW + 2 * NOW_SLOT;
  static final int PROBLEM_SLOT = 3072;
  static final int MARKS = PROBLEM + 2 * PROBLEM_SLOT;
  static final int MARK_SLOT = 512;
  static final int MARK_COUNT = 16;

  /** Number, length and checksum. */
  static final int HEAD = 16;

  private static final long VERSION = 0x4642776f72640001L;

  /** How far the child's own life has come. */
  public enum Phase {
    /** Its main method, or its pool's loop, runs. */
    RUNNING,
    /** It said that it is ready. */
    READY,
    /** It was asked to stop. */
    STOPPING,
    /** Its main method has returned. */
    RETURNED,
    /** An exception has left its main method. */
    THREW,
    /** Its shutdown hooks run. */
    LEAVING
  }

  /** What a mark tells of. */
  public enum Kind {
    /** The parent asked it to stop. */
    STOP_ASKED,
    /** The parent interrupted its task. */
    INTERRUPTED,
    /**
     * Shutdown hooks have begun; the text is the signal that caused it, {@code returned}, or {@code
     * exit} and where that was called.
     */
    LEAVING,
    /** An exception left a thread; the text is the thread's and the exception's name. */
    UNCAUGHT,
    /** Memory of a kind ran out. */
    OUT_OF_MEMORY,
    /** Its link to the parent has ended, so it halts. */
    LINK_LOST,
    /** A word of the program. */
    NOTE
  }

  /**
   * The latest state.
   *
   * @param at milliseconds since 1970
   * @param used bytes of heap in use, garbage included
   * @param committed bytes of heap that the JVM holds
   * @param max bytes that the heap may grow to
   * @param progress how often the program has reported progress
   * @param note the program's latest word
   */
  public record Now(
      long at, Phase phase, long used, long committed, long max, long progress, String note) {
    static Now read(FrameReader body) throws LinkException {
      return new Now(
          body.number(),
          body.choice(Phase.values()),
          body.number(),
          body.number(),
          body.number(),
          body.number(),
          body.text());
    }
  }

  /**
   * An exception.
   *
   * @param at milliseconds since 1970
   * @param where the thread, or the task, that it left
   * @param message empty for none
   * @param frames the first of its stack, a line each
   */
  public record Problem(long at, String where, String type, String message, String frames) {
    static Problem read(FrameReader body) throws LinkException {
      return new Problem(body.number(), body.text(), body.text(), body.text(), body.text());
    }
  }

  /**
   * Something that happened.
   *
   * @param at milliseconds since 1970
   */
  public record Mark(long at, Kind kind, String text) {
    static Mark read(FrameReader body) throws LinkException {
      return new Mark(body.number(), body.choice(Kind.values()), body.text());
    }
  }

  /** Copies what it is given. */
  public LastWords {
    marks = List.copyOf(marks);
  }

  /** Whether it wrote anything. */
  public boolean silent() {
    return task < 0 && now.isEmpty() && problem.isEmpty() && marks.isEmpty();
  }

  /** The last mark of a kind. */
  public Optional<Mark> last(Kind kind) {
    return marks.reversed().stream().filter(mark -> mark.kind() == kind).findFirst();
  }

  /** A box in which nothing is written. */
  public static byte[] blank() {
    byte[] bytes = new byte[SIZE];
    for (int i = 0; i < 8; i++) {
      bytes[MAGIC + i] = (byte) (VERSION >>> (56 - 8 * i));
    }
    return bytes;
  }

  /** Reads a box, whatever its bytes are; empty if they are none. */
  public static Optional<LastWords> read(byte[] bytes) {
    if (bytes.length != SIZE || longAt(bytes, MAGIC) != VERSION) {
      return Optional.empty();
    }
    Torn torn = new Torn();
    List<Slot<Mark>> marks = new ArrayList<>();
    for (int i = 0; i < MARK_COUNT; i++) {
      Slot<Mark> mark = slot(bytes, MARKS + i * MARK_SLOT, MARK_SLOT, Mark::read, torn);
      if (mark != null) {
        marks.add(mark);
      }
    }
    marks.sort(Comparator.comparingLong(Slot::number));
    long task = longAt(bytes, TASK);
    Optional<Now> now = latest(bytes, NOW, NOW_SLOT, Now::read, torn);
    Optional<Problem> problem = latest(bytes, PROBLEM, PROBLEM_SLOT, Problem::read, torn);
    return Optional.of(
        new LastWords(
            task <= 0 ? -1 : task - 1,
            now,
            problem,
            marks.stream().map(Slot::value).toList(),
            torn.count));
  }

  private interface Reader<T> {
    T read(FrameReader body) throws LinkException;
  }

  private record Slot<T>(long number, T value) {}

  private static final class Torn {
    private int count;
  }

  private static <T> Optional<T> latest(
      byte[] bytes, int at, int size, Reader<T> reader, Torn torn) {
    Slot<T> one = slot(bytes, at, size, reader, torn);
    Slot<T> other = slot(bytes, at + size, size, reader, torn);
    Slot<T> chosen = one == null || (other != null && other.number() > one.number()) ? other : one;
    return chosen == null ? Optional.empty() : Optional.of(chosen.value());
  }

  private static <T> @Nullable Slot<T> slot(
      byte[] bytes, int at, int size, Reader<T> reader, Torn torn) {
    long number = longAt(bytes, at);
    if (number == 0) {
      return null;
    }
    int length = FrameReader.intAt(bytes, at + 8);
    if (number > 0
        && number % 2 == 0
        && length >= 0
        && length <= size - HEAD
        && FrameReader.intAt(bytes, at + 12) == sum(number, bytes, at + HEAD, length)) {
      try {
        FrameReader body = new FrameReader(bytes, at + HEAD, at + HEAD + length);
        T value = reader.read(body);
        body.end();
        return new Slot<>(number, value);
      } catch (LinkException e) {
        // Counted below, as all that cannot be believed.
      }
    }
    torn.count++;
    return null;
  }

  /** FNV-1a: it has to tell a torn record from a whole one, and to load nothing. */
  static int sum(long number, byte[] bytes, int from, int length) {
    int sum = 0x811c9dc5;
    for (int shift = 56; shift >= 0; shift -= 8) {
      sum = (sum ^ (int) (number >>> shift & 0xff)) * 0x01000193;
    }
    for (int i = from; i < from + length; i++) {
      sum = (sum ^ (bytes[i] & 0xff)) * 0x01000193;
    }
    return sum;
  }

  private static long longAt(byte[] bytes, int at) {
    return (long) FrameReader.intAt(bytes, at) << 32
        | (FrameReader.intAt(bytes, at + 4) & 0xffffffffL);
  }
}
