package dev.firebreak.pool;

import dev.firebreak.link.Board;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import dev.firebreak.link.Varint;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One life of a worker that is two threads: it does with arguments what the test says. Functions
 * are not looked at.
 */
final class FakeWorker {
  /** What it does in the place of the function. */
  interface Brain {
    /** The result for an argument, which is null if there is none. */
    @Nullable Object run(@Nullable Object argument, FakeWorker me) throws Exception;
  }

  /** Ends the life of the worker that throws it, as a SIGKILL would. */
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final int number;
  final int generation;
  private final Link<ToParent, ToChild> link;
  private final @Nullable Board board;
  private final Brain brain;
  private final Encoder encoder = TestCodec.WORKER.encoder();
  private final Decoder decoder = TestCodec.WORKER.decoder();
  private final LinkedBlockingQueue<ToChild> frames = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<ToWorker.Reply> replies = new LinkedBlockingQueue<>();
  private final ToChild end = new ToWorker.Recalled(-1);
  private final Thread runner;
  private final Thread reader;
  private volatile long cancelled = -1;
  private volatile boolean stopping;

  /** Whether it begins nothing of what it is given. */
  volatile boolean deaf;

  private volatile boolean dead;
  private boolean mapped;
  private long running = -1;

  FakeWorker(
      int number,
      int generation,
      Link<ToParent, ToChild> link,
      @Nullable Board board,
      Brain brain) {
    this.number = number;
    this.generation = generation;
    this.link = link;
    this.board = board;
    this.brain = brain;
    String name = "fake-%d#%d ".formatted(number, generation);
    this.runner = Thread.ofPlatform().daemon().name(name + "runs").unstarted(this::run);
    this.reader = Thread.ofPlatform().daemon().name(name + "reads").unstarted(this::read);
  }

  void start() {
    reader.start();
    runner.start();
  }

  /** Ends at once, whatever it does; what it has said stays said. */
  void die() {
    dead = true;
    try {
      link.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    runner.interrupt();
  }

  /** Ends when it has done what it has. */
  void stop() {
    stopping = true;
    frames.add(end);
  }

  /** Whether nobody hears it any more. */
  boolean dead() {
    return dead;
  }

  /** Whether the item that runs is to end. */
  boolean cancelled() {
    return cancelled == running;
  }

  void join() throws InterruptedException {
    runner.join(TimeUnit.SECONDS.toMillis(10));
    reader.join(TimeUnit.SECONDS.toMillis(10));
  }

  /** Asks for something in the name of the item that runs. */
  void ask(long request, int kind, byte[] bytes) throws IOException {
    link.send(new FromWorker.Request(running, request, kind, bytes));
  }

  /** Waits for a reply of that kind. */
  ToWorker.Reply reply(int kind) throws InterruptedException {
    while (true) {
      ToWorker.Reply reply = replies.poll(20, TimeUnit.SECONDS);
      if (reply == null) {
        throw new AssertionError("no reply of kind " + kind + " came in 20 s");
      }
      if (reply.kind() == kind) {
        return reply;
      }
    }
  }

  /** Sends a message of the item that runs. */
  void tell(Object message) throws IOException, CodecException {
    encoder.reset();
    encoder.value(message);
    link.send(new FromWorker.Message(running, encoder.copy()));
  }

  private void read() {
    try {
      for (ToChild frame = link.receive(); frame != null; frame = link.receive()) {
        if (frame instanceof ToWorker.Reply reply) {
          replies.add(reply);
          continue;
        }
        if (frame instanceof ToWorker.Cancel(long item, boolean interrupt)) {
          cancelled = item;
          if (interrupt) {
            runner.interrupt();
          }
        } else {
          frames.add(frame);
        }
      }
    } catch (IOException e) {
      // It is dead, or its parent is.
    }
    frames.add(end);
  }

  private void run() {
    try {
      while (true) {
        ToChild frame = frames.take();
        if (frame.equals(end) && (stopping || frames.isEmpty())) {
          break;
        }
        heard(frame);
      }
    } catch (Death | IOException | InterruptedException e) {
      // It ends without a word.
    } finally {
      die();
    }
  }

  private void heard(ToChild frame) throws IOException, CodecException {
    if (deaf && frame instanceof ToWorker.Work) {
      return;
    }
    switch (frame) {
      case ToWorker.Open _ -> link.send(new FromWorker.Opened(new byte[0]));
      case ToWorker.Work work -> {
        int at = work.function() == ToWorker.Work.INLINE ? inline(work.payload()) : 0;
        item(work.item(), work.arguments(), work.payload(), at, work.payload().length, true);
        map();
      }
      case ToWorker.Chunk chunk -> {
        map();
        chunk(chunk);
      }
      case ToWorker.Recalled(long next) -> {
        if (board != null && !frame.equals(end)) {
          board.thaw(next);
        }
      }
      default -> {}
    }
  }

  private static int inline(byte[] payload) {
    return Integer.BYTES + java.nio.ByteBuffer.wrap(payload).getInt();
  }

  private void chunk(ToWorker.Chunk chunk) throws IOException, CodecException {
    byte[] payload = chunk.payload();
    int at = chunk.function() == ToWorker.Work.INLINE ? inline(payload) : 0;
    for (int i = 0; i < chunk.count(); i++) {
      int length = (int) Varint.get(payload, at);
      at += Varint.size(length);
      boolean last = i == chunk.count() - 1;
      if (!item(chunk.first() + i, chunk.arguments(), payload, at, at + length, last)) {
        return;
      }
      at += length;
    }
  }

  private void map() throws IOException {
    if (board != null && !mapped) {
      board.thaw(running + 1);
      mapped = true;
      link.send(new FromWorker.Mapped());
    }
  }

  /** False if it was taken back. */
  private boolean item(long item, int arguments, byte[] payload, int from, int to, boolean timed)
      throws IOException, CodecException {
    Board shared = mapped ? board : null;
    running = item;
    if (shared == null) {
      link.send(new FromWorker.Begun(item));
    } else {
      shared.began(System.nanoTime());
      if (!shared.begin(item)) {
        return false;
      }
    }
    long begun = System.nanoTime();
    int kind = Board.VALUE;
    Object argument = arguments == 0 ? null : decoder.of(payload, from, to).value();
    encoder.reset();
    try {
      Object result = brain.run(argument, this);
      encoder.reset();
      encoder.value(result);
    } catch (Death e) {
      throw e;
    } catch (Exception e) {
      kind = Board.THREW;
      encoder.reset();
      encoder.throwable(e);
    }
    var _ = Thread.interrupted();
    boolean cut = shared != null && shared.frozen(); // nothing of its chunk is begun after it
    result(item, kind, timed || cut ? Math.max(1, System.nanoTime() - begun) : 0);
    return true;
  }

  private void result(long item, int kind, long nanos) throws IOException {
    byte[] bytes = encoder.copy();
    Board shared = mapped ? board : null;
    if (shared == null || bytes.length > 100_000) {
      if (shared != null) {
        put(shared, Board.FRAMED, 0, new byte[0]);
      }
      int half = bytes.length / 2;
      link.send(new FromWorker.Result(item, false, kind, nanos, bytes, 0, half));
      link.send(new FromWorker.Result(item, true, kind, nanos, bytes, half, bytes.length - half));
      return;
    }
    put(shared, kind, nanos, bytes);
    if (shared.asleep()) {
      link.send(new FromWorker.Bell());
    }
  }

  private void put(Board shared, int kind, long nanos, byte[] bytes) throws IOException {
    byte[] record = new byte[1 + 2 * Varint.MOST + bytes.length];
    int at = 1;
    record[0] = (byte) (nanos > 0 ? kind | Board.TIMED : kind);
    if (nanos > 0) {
      at = Varint.put(record, at, nanos);
    }
    at = Varint.put(record, at, bytes.length);
    System.arraycopy(bytes, 0, record, at, bytes.length);
    while (!shared.put(record, at + bytes.length)) {
      if (shared.asleep()) {
        link.send(new FromWorker.Bell());
      }
      Thread.onSpinWait();
    }
  }
}
