package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import dev.firebreak.link.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pool does with one worker, in its simplest form. */
final class Parent {
  final Link<ToChild, ToParent> link;
  final List<ToParent> heard = new ArrayList<>();
  private final Types types = new Types();
  private final @Nullable Board board;
  private final Encoder encoder;
  private final Decoder decoder;
  private final List<FromWorker.Message> messages = new ArrayList<>();
  private final Deque<Result> results = new ArrayDeque<>();
  private final byte[] ring = new byte[Board.RING];
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private boolean mapped;
  private boolean bell;
  private long expected;
  private long item;
  private int functions;
  private int places;

  Parent(Link<ToChild, ToParent> link, @Nullable Board board) {
    this.link = link;
    this.board = board;
    Codec codec = new Codec(types);
    this.encoder = codec.encoder();
    this.decoder = codec.decoder();
  }

  /**
   * How an item ended.
   *
   * @param nanos -1 if that was not told
   */
  record Result(long item, int kind, Object value, long nanos, boolean framed) {}

  private static final class Types implements Codec.Types {
    private Class<?> more = Parent.class;

    @Override
    public Class<?> load(String name) throws ClassNotFoundException {
      return Class.forName(name, false, more.getClassLoader());
    }

    @Override
    public @Nullable String refusal(Class<?> type) {
      return null;
    }

    @Override
    public boolean serialized() {
      return false;
    }

    @Override
    public boolean serializes() {
      return true;
    }

    @Override
    public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
      if (type.getModule() != more.getModule()) {
        return type.getModule() == Parent.class.getModule() ? MethodHandles.lookup() : null;
      }
      try {
        return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      } catch (IllegalAccessException e) {
        return null;
      }
    }

    @Override
    public Throwable standIn(RemoteThrowable thrown) {
      RuntimeException standIn = new RuntimeException(thrown.text());
      standIn.setStackTrace(thrown.stack());
      return standIn;
    }
  }

  byte[] function(Object function) throws CodecException {
    encoder.reset();
    encoder.function(function, "task");
    return encoder.copy();
  }

  /** Defines a function; gives its number. */
  int define(Object function) throws IOException {
    byte[] bytes = function(function);
    link.send(new ToWorker.Define(functions, bytes));
    return functions++;
  }

  void open() throws IOException {
    link.send(new ToWorker.Open(ToWorker.Open.NONE, ToWorker.Open.NONE));
    await(FromWorker.Opened.class);
  }

  byte[] values(Object... values) throws IOException {
    encoder.reset();
    for (Object value : values) {
      encoder.value(value, "argument");
    }
    return encoder.copy();
  }

  /** Sends a task; gives the number of its item. The number of the task is a hundred more. */
  long work(int function, Object... arguments) throws IOException {
    byte[] payload = values(arguments);
    for (int at = 0; payload.length - at > ToWorker.Part.MOST; at += ToWorker.Part.MOST) {
      link.send(new ToWorker.Part(payload, at, ToWorker.Part.MOST));
    }
    int whole = Math.max(0, (payload.length - 1) / ToWorker.Part.MOST) * ToWorker.Part.MOST;
    byte[] end = Arrays.copyOfRange(payload, whole, payload.length);
    link.send(new ToWorker.Work(item, item + 100, 1, function, arguments.length, true, end));
    return item++;
  }

  /** Sends a task with arguments that are bytes already. */
  long send(int function, int arguments, byte[] payload) throws IOException {
    link.send(new ToWorker.Work(item, item + 100, 1, function, arguments, false, payload));
    return item++;
  }

  /** Something that may fail. */
  interface Action {
    void run() throws Exception;
  }

  /** Does something in another thread. */
  Thread later(Action action) {
    Thread thread =
        new Thread(() -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    thread.start();
    return thread;
  }

  /** A task whose function goes with it. */
  long inline(Object function, Object... arguments) throws IOException {
    byte[] head = function(function);
    byte[] tail = values(arguments);
    byte[] payload = new byte[4 + head.length + tail.length];
    payload[2] = (byte) (head.length >> 8);
    payload[3] = (byte) head.length;
    System.arraycopy(head, 0, payload, 4, head.length);
    System.arraycopy(tail, 0, payload, 4 + head.length, tail.length);
    link.send(
        new ToWorker.Work(
            item, item + 100, 1, ToWorker.Work.INLINE, arguments.length, false, payload));
    return item++;
  }

  /** A chunk of items with one argument each; gives the number of the first. */
  long chunk(int function, List<?> items) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    byte[] length = new byte[Varint.MOST];
    for (Object each : items) {
      byte[] value = values(each);
      payload.write(length, 0, Varint.put(length, 0, value.length));
      payload.writeBytes(value);
    }
    long first = item;
    link.send(
        new ToWorker.Chunk(
            first, first + 100, 1, function, 1, true, items.size(), payload.toByteArray()));
    item += items.size();
    return first;
  }

  /** Takes back what was not begun; gives the number of the first such item. */
  long recall() throws IOException {
    item = board.freeze();
    link.send(new ToWorker.Recalled(item));
    return item;
  }

  Result result() throws IOException {
    while (true) {
      if (mapped) {
        drain();
      }
      if (!results.isEmpty()) {
        return results.poll();
      }
      receive();
    }
  }

  /** The next result that is in the ring when the worker is gone. */
  Object left() throws IOException {
    if (results.isEmpty()) {
      drain();
    }
    return results.poll().value();
  }

  Board board() {
    return board;
  }

  /** From now on that class, and others of its module, may come back. */
  void with(Class<?> type) {
    types.more = type;
  }

  /** Whether there is a result that was not asked for yet. */
  boolean hasResult() {
    return !results.isEmpty();
  }

  /** What an item gave. */
  Object value() throws IOException {
    Result result = result();
    if (result.kind() != Board.VALUE) {
      throw new AssertionError(result.toString(), (Throwable) result.value());
    }
    return result.value();
  }

  /** The next frame of that kind. */
  <F extends ToParent> F await(Class<F> kind) throws IOException {
    while (true) {
      ToParent frame = receive();
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
    }
  }

  /** The next frame; what results it has are kept. */
  ToParent receive() throws IOException {
    if (mapped) {
      board.sleep(true);
      if (!board.drained()) {
        board.sleep(false);
        drain();
        if (!results.isEmpty()) {
          return new FromWorker.Bell();
        }
      }
    }
    ToParent frame = link.receive();
    if (frame == null) {
      throw new AssertionError("the worker is gone: " + heard);
    }
    heard.add(frame);
    if (frame instanceof FromWorker.Mapped) {
      mapped = true;
    } else if (frame instanceof FromWorker.Bell) {
      bell = true;
    } else if (frame instanceof FromWorker.Message message) {
      messages.add(message);
    } else if (frame instanceof FromWorker.Result result) {
      parts.write(result.bytes(), result.from(), result.length());
      if (result.last()) {
        byte[] whole = parts.toByteArray();
        parts.reset();
        if (!mapped) {
          expected = result.item() + 1;
        }
        add(
            result.item(),
            result.kind() & ~Board.WROTE,
            result.nanos(),
            whole,
            0,
            whole.length,
            true);
      }
    }
    return frame;
  }

  /** Whether the worker uses the board. */
  boolean mapped() {
    return mapped;
  }

  /** How many records of the ring only kept the place of a result in frames. */
  int places() {
    return places;
  }

  /** Whether a Bell was heard. */
  boolean bell() {
    return bell;
  }

  /** What tasks have sent; for the taker to clear. */
  List<FromWorker.Message> messages() {
    return messages;
  }

  Throwable thrown(byte[] thrown) throws CodecException {
    return decoder.of(thrown, 0, thrown.length).throwable();
  }

  Object decoded(byte[] value) throws CodecException {
    return decoder.of(value, 0, value.length).value();
  }

  private void drain() throws IOException {
    int count = board.take(ring);
    int at = 0;
    while (at < count) {
      int kind = ring[at++];
      long nanos = -1;
      if ((kind & Board.TIMED) != 0) {
        nanos = Varint.get(ring, at);
        at += Varint.size(nanos);
      }
      int length = (int) Varint.get(ring, at);
      at += Varint.size(length);
      if (kind == Board.FRAMED) {
        places++;
      } else {
        add(expected, kind & ~(Board.TIMED | Board.WROTE), nanos, ring, at, at + length, false);
      }
      expected++;
      at += length;
    }
  }

  private void add(long which, int kind, long nanos, byte[] bytes, int from, int to, boolean framed)
      throws IOException {
    decoder.of(bytes, from, to);
    Object value = kind == Board.VALUE ? decoder.value() : decoder.throwable();
    results.add(new Result(which, kind, value, nanos, framed));
  }
}
