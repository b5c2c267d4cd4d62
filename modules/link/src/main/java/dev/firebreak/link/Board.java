package dev.firebreak.link;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Memory that a worker and its parent share: what a worker has begun and what it has finished stand
 * here, where a SIGKILL cannot take them. One writer for each cell, but for two that are changed by
 * compare-and-set.
 *
 * <pre>
 * offset  cell     written by      means
 *      0  MAGIC    parent          what this is, and its version
 *     64  NEXT     worker, parent  the number of the item to begin next: all below it were begun. The
 *                                  worker raises it by one before it begins an item; the parent sets
 *                                  the sign bit (FROZEN), and from then on nothing is begun until the
 *                                  worker has read Recalled
 *     72  BEGAN    worker          System.nanoTime() at which the last timed item was begun
 *    128  WRITTEN  worker          bytes put into the ring since the beginning; whole records only
 *    192  READ     parent          bytes taken from the ring since the beginning
 *    256  ASLEEP   parent, worker  1 while the parent waits for a frame; who finds it 1 and makes it 0
 *                                  sends a Bell
 *   4096  ring     worker          RING bytes, in which records follow one another, round the end
 *
 * A record, one for each item in the order of their numbers:
 *   kind (1), nanoseconds that it ran (varint, if kind has TIMED), length (varint), as many bytes
 * </pre>
 *
 * Numbers are in the machine's byte order, as no other machine sees them. What the parent reads is
 * copied before it is looked at, and believed no more than a frame.
 */
public final class Board {
  /** The kinds of a result. */
  public static final int VALUE = 1;

  /** It threw; the bytes are a throwable. */
  public static final int THREW = 2;

  /** Its function's class could not be loaded or linked; the bytes are a throwable. */
  public static final int NOT_LOADED = 3;

  /** Its function or argument could not be decoded; the bytes are a throwable. */
  public static final int NOT_DECODED = 4;

  /** Its result could not be encoded; the bytes are a throwable, whose message is for people. */
  public static final int NOT_ENCODED = 5;

  /**
   * It comes, or came, in {@link FromWorker.Result} frames: it is too large for the ring, or the
   * item has sent messages, which are to be heard before its result. No bytes, never TIMED. Without
   * it the record of the next item would be taken for this one's where a parent looks into the ring
   * before it has read the frames.
   */
  public static final int FRAMED = 6;

  /** Set in a kind when the time that it ran is told. */
  public static final int TIMED = 0x40;

  /** Set in a kind when the item wrote to stdout or stderr. */
  public static final int WROTE = 0x20;

  /** The offset of a cell. */
  public static final int NEXT = 64;

  /** The offset of a cell. */
  public static final int BEGAN = 72;

  /** The offset of a cell. */
  public static final int WRITTEN = 128;

  /** The offset of a cell. */
  public static final int READ = 192;

  /** The offset of a cell. */
  public static final int ASLEEP = 256;

  /** The sign bit of NEXT. */
  public static final long FROZEN = Long.MIN_VALUE;

  /**
   * The bytes of the ring: results of some thousand empty items, and small enough to fit caches.
   */
  public static final int RING = 256 * 1024;

  /** The whole. */
  public static final int SIZE = 4096 + RING;

  private static final int START = 4096;
  private static final long MAGIC = 0x46427265616b0001L;

  /** Atomic access to cells; all of it is volatile. */
  public interface Cells {
    /** Reads a cell. */
    long get(int offset);

    /** Writes a cell. */
    void set(int offset, long value);

    /** Writes a cell if it holds what is expected. */
    boolean replace(int offset, long expected, long value);
  }

  private final ByteBuffer memory;
  private final Cells cells;

  private Board(ByteBuffer memory, Cells cells) {
    this.memory = memory;
    this.cells = cells;
  }

  /** A board within one JVM. */
  public static Board local() {
    ByteBuffer memory = ByteBuffer.allocateDirect(SIZE + 8).alignedSlice(8);
    return fresh(memory);
  }

  /**
   * A new board in a file of this user's alone, all of whose pages are there.
   *
   * @throws IOException if there is no room for it
   */
  public static Board create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, mode)) {
      // Written, not just sized: a page that finds no room when it is touched ends the JVM.
      ByteBuffer zeros = ByteBuffer.allocate(SIZE);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      return fresh(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static Board fresh(ByteBuffer memory) {
    memory.order(ByteOrder.nativeOrder());
    Board board = new Board(memory, new Handles(memory));
    board.cells.set(0, MAGIC);
    return board;
  }

  /**
   * The other end of a board.
   *
   * @param cells over that memory
   * @throws IOException if it is none of this version
   */
  public static Board over(ByteBuffer memory, Cells cells) throws IOException {
    if (memory.capacity() < SIZE || cells.get(0) != MAGIC) {
      throw new IOException("what is to be the board is none");
    }
    return new Board(memory, cells);
  }

  /** The same with access of this JVM's usual kind. */
  public static Board over(ByteBuffer memory) throws IOException {
    memory.order(ByteOrder.nativeOrder());
    return over(memory, new Handles(memory));
  }

  /** The cells. */
  public Cells cells() {
    return cells;
  }

  // The worker's side.

  /** Begins an item; false if the parent has frozen the board, and then it is not begun. */
  public boolean begin(long item) {
    return cells.replace(NEXT, item, item + 1);
  }

  /** Notes when the item to come was begun. */
  public void began(long nanos) {
    cells.set(BEGAN, nanos);
  }

  /** Takes items again, from this one on. */
  public void thaw(long next) {
    cells.set(NEXT, next);
  }

  /**
   * Puts a whole record into the ring.
   *
   * @return false if there is no room for it now
   */
  public boolean put(byte[] record, int length) {
    long written = cells.get(WRITTEN);
    if (written + length - cells.get(READ) > RING) {
      return false;
    }
    int at = (int) (written & (RING - 1));
    int first = Math.min(length, RING - at);
    memory.put(START + at, record, 0, first);
    if (first < length) {
      memory.put(START, record, first, length - first);
    }
    cells.set(WRITTEN, written + length);
    return true;
  }

  /** Whether the parent has to be woken; if so, the caller sends the Bell. */
  public boolean asleep() {
    return cells.get(ASLEEP) == 1 && cells.replace(ASLEEP, 1, 0);
  }

  // The parent's side.

  /** The number of the item to begin next, frozen or not. */
  public long next() {
    return cells.get(NEXT) & ~FROZEN;
  }

  /**
   * Has nothing begun from now on.
   *
   * @return the first item that was not begun
   */
  public long freeze() {
    while (true) {
      long next = cells.get(NEXT);
      if (next < 0 || cells.replace(NEXT, next, next | FROZEN)) {
        return next & ~FROZEN;
      }
    }
  }

  /** Whether the worker has not read yet that items were taken back. */
  public boolean frozen() {
    return cells.get(NEXT) < 0;
  }

  /** When the last timed item was begun. */
  public long began() {
    return cells.get(BEGAN);
  }

  /** Whether there is nothing in the ring. */
  public boolean drained() {
    return cells.get(WRITTEN) == cells.get(READ);
  }

  /** Says that the parent waits for a frame, or no longer does. */
  public void sleep(boolean waits) {
    cells.set(ASLEEP, waits ? 1 : 0);
  }

  /**
   * Takes all that is in the ring.
   *
   * @param into at least {@link #RING} bytes
   * @return how many; 0 for none
   * @throws LinkException if the worker claims to have written more than there is room for
   */
  public int take(byte[] into) throws LinkException {
    long read = cells.get(READ);
    long there = cells.get(WRITTEN) - read;
    if (there < 0 || there > RING) {
      throw LinkException.malformed("a ring that holds " + there + " bytes");
    }
    int count = (int) there;
    if (count > 0) {
      int at = (int) (read & (RING - 1));
      int first = Math.min(count, RING - at);
      memory.get(START + at, into, 0, first);
      if (first < count) {
        memory.get(START, into, first, count - first);
      }
      cells.set(READ, read + count);
    }
    return count;
  }

  private static final class Handles implements Cells {
    private static final VarHandle LONGS =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    Handles(ByteBuffer memory) {
      this.memory = memory;
    }

    @Override
    public long get(int offset) {
      return (long) LONGS.getVolatile(memory, offset);
    }

    @Override
    public void set(int offset, long value) {
      LONGS.setVolatile(memory, offset, value);
    }

    @Override
    public boolean replace(int offset, long expected, long value) {
      return LONGS.compareAndSet(memory, offset, expected, value);
    }
  }
}
