package dev.firebreak.link;

import java.nio.ByteBuffer;

/**
 * What a running item and its parent say about a pool of the item's own: kinds of {@link
 * FromWorker.Request} and {@link ToWorker.Reply}. The number of a request is the item's name for
 * the pool. The parent takes nothing of it on trust: it builds no object of the item's classes, and
 * holds options, sizes and counts against its own limits.
 *
 * <pre>
 * OPEN        options: a map of names to values, as Encoder.value writes it
 * DEFINE      function (4), the function as Encoder.function writes it; nothing behind the number
 *             takes it back
 * SUBMIT      task (8), each above the one before; arguments (1); function (4), a defined one or
 *             {@link #INLINE}; length (4) of its terms, the terms: a map; then the argument values,
 *             behind the length (4) of the function and the function itself where it is inline
 * CANCEL      task (8), whether to interrupt (1)
 * CLOSE       whether to end at once (1)
 * LOOK        question (8), task (8): what it wrote, and where it runs
 * ASK         question (8), what (1): {@link #WORKERS}, {@link #INSIGHTS} or {@link #READY}
 * PART        the beginning, or a middle part, of the next request of this pool
 *
 * OPENED
 * REFUSED     why, in words (UTF-8): of the pool, no more comes for it
 * RESULT      task (8), kind of Board (1), where it ran, record; in several replies where it is
 *             large, the last of which says so
 * REJECTED    task (8), why, in words (UTF-8): it was not accepted
 * FAILED      task (8), kind (1), where it ran, a map as Encoder.value writes it: fault (died, limit,
 *             start, result), message; of died: worker, pid, cause, confidence, sentence; of limit:
 *             clock, limit; of start: thrown, as Encoder.throwable writes it, if anything was
 * MESSAGE     task (8), a value that it sent
 * UNSTARTED   task (8) ...: those that never began, of a pool that is ended at once
 * ANSWER      question (8), a value as Encoder.value writes it; of LOOK: worker, stdout, stderr, as
 *             a list; of READY: null, or a map as in FAILED
 * CLOSED      all its tasks have ended, and its workers: its insights, nothing if its item has ended
 *
 * where it ran    length (2) and the worker's title; where the kind has {@link Board#WROTE}, length (4)
 *             and stdout, length (4) and stderr
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

  /** A kind of request. */
  public static final int DEFINE = 5;

  /** A kind of request. */
  public static final int LOOK = 6;

  /** A kind of request. */
  public static final int ASK = 7;

  /** A kind of request. */
  public static final int PART = 8;

  /** What is asked for. */
  public static final int WORKERS = 1;

  /** What is asked for. */
  public static final int INSIGHTS = 2;

  /** What is asked for: the answer comes when a task has a worker to run on, or when none can. */
  public static final int READY = 3;

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

  /** A kind of reply. */
  public static final int MESSAGE = 7;

  /** A kind of reply. */
  public static final int UNSTARTED = 8;

  /** A kind of reply. */
  public static final int ANSWER = 9;

  /** The function goes along with its task. */
  public static final int INLINE = -1;

  /** The most bytes of one frame of a request or a reply. */
  public static final int MOST = Link.MAX_FRAME - 1024;

  /** The most bytes of one request: a task with its arguments, in parts. */
  public static final int LARGEST = 256 << 20;

  /** The most bytes that the parent holds for one worker's own pools; it counts {@link #EACH}. */
  public static final long HELD = 640L << 20;

  /** What each request and each task counts beside its bytes. */
  public static final int EACH = 256;

  private Nesting() {}

  /** A number, and what follows it. */
  public static byte[] about(long number, byte... rest) {
    return ByteBuffer.allocate(Long.BYTES + rest.length).putLong(number).put(rest).array();
  }

  /** A whole DEFINE. */
  public static byte[] define(int function, byte... code) {
    return ByteBuffer.allocate(Integer.BYTES + code.length).putInt(function).put(code).array();
  }

  /**
   * A whole SUBMIT.
   *
   * @param function a defined one; {@link #INLINE} to send {@code code} along
   */
  public static byte[] submit(
      long task, int arguments, int function, byte[] terms, byte[] code, byte[] values) {
    boolean inline = function == INLINE;
    int head = Long.BYTES + 1 + 2 * Integer.BYTES + terms.length;
    int size = head + (inline ? Integer.BYTES + code.length : 0) + values.length;
    ByteBuffer all = ByteBuffer.allocate(size);
    all.putLong(task).put((byte) arguments).putInt(function).putInt(terms.length).put(terms);
    if (inline) {
      all.putInt(code.length).put(code);
    }
    return all.put(values).array();
  }
}
