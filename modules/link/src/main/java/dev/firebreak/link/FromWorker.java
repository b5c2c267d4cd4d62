package dev.firebreak.link;

/**
 * What a worker says to its pool, apart from the results that it writes to the ring of its {@link
 * Board}. In the stream of items a frame stands behind all that was in the ring when it was sent.
 */
@SuppressWarnings("ArrayRecordComponent") // written once and read once; nobody compares frames
public sealed interface FromWorker extends ToParent {

  /**
   * The worker's initializer has ended, and it takes tasks from now on, or ends with status 1.
   *
   * @param failure what the initializer threw, as {@code Encoder.throwable} writes it; empty if
   *     nothing
   */
  record Opened(byte[] failure) implements FromWorker {
    @Override
    public int tag() {
      return Wire.OPENED;
    }

    @Override
    public void write(FrameWriter body) {
      body.bytes(failure, 0, failure.length);
    }

    static Opened read(FrameReader body) throws LinkException {
      return new Opened(body.rest());
    }
  }

  /**
   * It has mapped the board: from now on results are in the ring, and {@link Board#NEXT} says what
   * was begun. Before, and for ever where it never comes, {@link Begun} and {@link Result} do.
   */
  record Mapped() implements FromWorker {
    @Override
    public int tag() {
      return Wire.MAPPED;
    }

    @Override
    public void write(FrameWriter body) {}
  }

  /** There is something in the ring, and {@link Board#ASLEEP} was set. */
  record Bell() implements FromWorker {
    @Override
    public int tag() {
      return Wire.BELL;
    }

    @Override
    public void write(FrameWriter body) {}
  }

  /** The item is begun next; sent before it is, where there is no board. */
  record Begun(long item) implements FromWorker {
    @Override
    public int tag() {
      return Wire.BEGUN;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
    }

    static Begun read(FrameReader body) throws LinkException {
      return new Begun(body.number());
    }
  }

  /**
   * A result, or a part of one, that is not in the ring. Where there is a board, its record there
   * is {@link Board#FRAMED} and stands in the ring before the first part is sent; no later item is
   * begun before the last part is. Where the ring is read ahead of the link, several items may wait
   * for their frames, which come in the order of the items.
   *
   * @param last whether it is whole with this part
   * @param kind see {@link Board}
   * @param nanos how long it ran; 0 if that was not measured
   */
  record Result(long item, boolean last, int kind, long nanos, byte[] bytes, int from, int length)
      implements FromWorker {
    /** The most bytes that one holds. */
    public static final int MOST = 256 * 1024;

    @Override
    public int tag() {
      return Wire.RESULT;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
      body.flag(last);
      body.octet(kind);
      body.number(nanos);
      body.bytes(bytes, from, length);
    }

    static Result read(FrameReader body) throws LinkException {
      long item = body.number();
      boolean last = body.flag();
      int kind = body.octet();
      long nanos = body.number();
      byte[] bytes = body.rest();
      return new Result(item, last, kind, nanos, bytes, 0, bytes.length);
    }
  }

  /**
   * A value that the running item sends to its caller.
   *
   * @param value as {@code Encoder.value} writes it
   */
  record Message(long item, byte[] value) implements FromWorker {
    @Override
    public int tag() {
      return Wire.MESSAGE;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
      body.bytes(value, 0, value.length);
    }

    static Message read(FrameReader body) throws LinkException {
      return new Message(body.number(), body.rest());
    }
  }

  /**
   * The running item asks for something that only the parent can do, such as a pool of its own.
   *
   * @param request a number of the worker's choice, for the replies
   */
  record Request(long item, long request, int kind, byte[] bytes) implements FromWorker {
    @Override
    public int tag() {
      return Wire.REQUEST;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(item);
      body.number(request);
      body.octet(kind);
      body.bytes(bytes, 0, bytes.length);
    }

    static Request read(FrameReader body) throws LinkException {
      return new Request(body.number(), body.number(), body.octet(), body.rest());
    }
  }
}
