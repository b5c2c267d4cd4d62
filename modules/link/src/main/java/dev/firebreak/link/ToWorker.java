package dev.firebreak.link;

/**
 * What a pool says to a worker. Items, that is tasks and the items of chunks, are numbered by the
 * parent in the order in which it sends them, from 0, and a worker begins them in that order, one
 * at a time; {@link Board#NEXT} says how far it is.
 *
 * <p>A payload that does not fit a frame comes in {@link Part}s before the frame that has its end.
 */
@SuppressWarnings("ArrayRecordComponent") // written once and read once; nobody compares frames
public sealed interface ToWorker extends ToChild {

  /**
   * The first frame behind Run: begin. The worker answers with {@link FromWorker.Opened}; items may
   * follow without waiting for it, and none is begun before.
   *
   * @param initializer the number of a defined function that is run first; {@link #NONE} for none
   * @param finalizer likewise, run when the worker is stopped in order
   */
  record Open(int initializer, int finalizer) implements ToWorker {
    /** No such function. */
    public static final int NONE = -1;

    @Override
    public int tag() {
      return Wire.OPEN;
    }

    @Override
    public void write(FrameWriter body) {
      body.small(initializer);
      body.small(finalizer);
    }

    static Open read(FrameReader body) throws LinkException {
      return new Open(body.small(), body.small());
    }
  }

  /**
   * A function that later frames name by its number; decoded when it is first needed, so that a
   * fault in it is that item's.
   *
   * @param function as {@code Encoder.function} writes it
   */
  record Define(int number, byte[] function) implements ToWorker {
    @Override
    public int tag() {
      return Wire.DEFINE;
    }

    @Override
    public void write(FrameWriter body) {
      body.small(number);
      body.bytes(function, 0, function.length);
    }

    static Define read(FrameReader body) throws LinkException {
      return new Define(body.small(), body.rest());
    }
  }

  /**
   * One task.
   *
   * @param item its number in this worker
   * @param task its number in the pool
   * @param attempt from 1
   * @param function a defined one; {@link #INLINE} when the payload begins with it: its length (4
   *     bytes) and the function
   * @param arguments how many values the payload holds behind that, 0 to 2
   * @param timed whether {@link Board#BEGAN} is to be kept for it
   */
  record Work(
      long item, long task, int attempt, int function, int arguments, boolean timed, byte[] payload)
      implements ToWorker {
    /** The function stands in the payload. */
    public static final int INLINE = -1;

    @Override
    public int tag() {
      return Wire.WORK;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
      body.number(task);
      body.small(attempt);
      body.small(function);
      body.octet(arguments);
      body.flag(timed);
      body.bytes(payload, 0, payload.length);
    }

    static Work read(FrameReader body) throws LinkException {
      return new Work(
          body.number(),
          body.number(),
          body.small(),
          body.small(),
          body.octet(),
          body.flag(),
          body.rest());
    }
  }

  /**
   * Several items of one function. The payload holds, for each, a length (varint, see {@link
   * Varint}) and as many values as the function has arguments.
   *
   * @param first the number of its first item; the others follow
   * @param task the number of the first item in the pool; the others follow
   * @param count how many, at least 1
   */
  record Chunk(
      long first,
      long task,
      int attempt,
      int function,
      int arguments,
      boolean timed,
      int count,
      byte[] payload)
      implements ToWorker {
    @Override
    public int tag() {
      return Wire.CHUNK;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(first);
      body.number(task);
      body.small(attempt);
      body.small(function);
      body.octet(arguments);
      body.flag(timed);
      body.small(count);
      body.bytes(payload, 0, payload.length);
    }

    static Chunk read(FrameReader body) throws LinkException {
      return new Chunk(
          body.number(),
          body.number(),
          body.small(),
          body.small(),
          body.octet(),
          body.flag(),
          body.count(1),
          body.rest());
    }
  }

  /** The beginning, or a middle part, of the payload of the next Define, Work or Chunk. */
  record Part(byte[] bytes, int from, int length) implements ToWorker {
    /** The most that one holds. */
    public static final int MOST = Link.MAX_FRAME - 1024;

    @Override
    public int tag() {
      return Wire.PART;
    }

    @Override
    public void write(FrameWriter body) {
      body.bytes(bytes, from, length);
    }

    static Part read(FrameReader body) throws LinkException {
      byte[] bytes = body.rest();
      return new Part(bytes, 0, bytes.length);
    }
  }

  /**
   * An item is to end soon: its context says cancelled. Where it has ended, nothing happens.
   *
   * @param interrupt whether its thread is interrupted as well
   */
  record Cancel(long item, boolean interrupt) implements ToWorker {
    @Override
    public int tag() {
      return Wire.CANCEL;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
      body.flag(interrupt);
    }

    static Cancel read(FrameReader body) throws LinkException {
      return new Cancel(body.number(), body.flag());
    }
  }

  /**
   * The parent has frozen {@link Board#NEXT}: of all items that were sent before this frame, those
   * that were not begun never are. The next one to come is {@code next}, and the worker writes that
   * to the board.
   */
  record Recalled(long next) implements ToWorker {
    @Override
    public int tag() {
      return Wire.RECALLED;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(next);
    }

    static Recalled read(FrameReader body) throws LinkException {
      return new Recalled(body.number());
    }
  }

  /**
   * An answer to {@link FromWorker.Request}, or a part of one.
   *
   * @param request its number
   * @param last whether it is whole with this part
   * @param kind of the answer, meant for whoever asked
   */
  record Reply(long request, boolean last, int kind, byte[] bytes, int from, int length)
      implements ToWorker {
    /** All of some bytes. */
    public Reply(long request, boolean last, int kind, byte[] bytes) {
      this(request, last, kind, bytes, 0, bytes.length);
    }

    @Override
    public int tag() {
      return Wire.REPLY;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(request);
      body.flag(last);
      body.octet(kind);
      body.bytes(bytes, from, length);
    }

    static Reply read(FrameReader body) throws LinkException {
      return new Reply(body.number(), body.flag(), body.octet(), body.rest());
    }
  }
}
