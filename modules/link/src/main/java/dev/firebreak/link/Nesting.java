package dev.firebreak.link;

import java.nio.ByteBuffer;

/**
 * What a running item and its parent say about a pool of the item's own: kinds of {@link
 * FromWorker.Request} and {@link ToWorker.Reply}. The number of a request is the item's name for
 * the pool.
 *
 * <pre>
 * OPEN        options: a map of names to values, as Encoder.value writes it
 * SUBMIT      task (8), arguments (1), length of the function (4), function, argument values
 * CANCEL      task (8), whether to interrupt (1)
 * CLOSE       whether to end at once (1)
 *
 * OPENED
 * REFUSED     why, in words (UTF-8): of the pool, no more comes for it
 * RESULT      task (8), kind of Board (1), record; in several replies where it is large, the last
 *             of which says so
 * REJECTED    task (8), why, in words (UTF-8)
 * FAILED      task (8), a map as Encoder.value writes it: fault (died, limit, start, result), message;
 *             of died: worker, pid, cause, confidence, sentence; of limit: clock, limit
 * CLOSED      all its tasks have ended, and its workers
 * </pre>
 */
public final class Nesting {
  /** A kind of request. */
  public static final int OPEN = 1;

  /** A kind of request. */
  public static final int SUBMIT = 2;

  /** A kind of request. */
  public static final int CANCEL = 3;

  /** A kind of request. */
  public static final int CLOSE = 4;

  /** A kind of reply. */
  public static final int OPENED = 1;

  /** A kind of reply. */
  public static final int REFUSED = 2;

  /** A kind of reply. */
  public static final int RESULT = 3;

  /** A kind of reply. */
  public static final int REJECTED = 4;

  /** A kind of reply. */
  public static final int FAILED = 5;

  /** A kind of reply. */
  public static final int CLOSED = 6;

  /** The most bytes of a task with its arguments: one frame. */
  public static final int MOST = Link.MAX_FRAME - 1024;

  private Nesting() {}

  /** A task's number, and what follows it. */
  public static byte[] about(long task, byte... rest) {
    return ByteBuffer.allocate(Long.BYTES + rest.length).putLong(task).put(rest).array();
  }

  /** A whole SUBMIT. */
  public static byte[] submit(long task, int arguments, byte[] function, byte[] values) {
    return ByteBuffer.allocate(Long.BYTES + 1 + Integer.BYTES + function.length + values.length)
        .putLong(task)
        .put((byte) arguments)
        .putInt(function.length)
        .put(function)
        .put(values)
        .array();
  }
}
