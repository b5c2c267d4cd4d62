package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pool of one running item, and the way of its tasks: up, to a worker, and back down. */
final class NestedPool {
  private static final int HEAD = Long.BYTES + 1;

  private final Lane lane;
  private final long request;
  private final Core core;
  private final Terms terms;
  private final Codec codec;
  private final Map<Long, RawTask> tasks = new ConcurrentHashMap<>();

  /**
   * Opens it.
   *
   * @param lane of the item that asked
   * @param request the item's name for it
   * @param codec for what is ours to say
   */
  NestedPool(Lane lane, long request, PoolOptions options, Home home, Codec codec) {
    this.lane = lane;
    this.request = request;
    this.codec = codec;
    this.core = new Core(options.withName("nested-" + request), home, Screen.NONE);
    this.terms = Terms.of(options, TaskOptions.DEFAULT);
    core.open();
    reply(Nesting.OPENED, new byte[0]);
  }

  Dispatcher dispatcher() {
    return core.dispatcher;
  }

  /** In the order in which they came, on a thread that may wait. */
  void asked(FromWorker.Request asked) {
    ByteBuffer bytes = ByteBuffer.wrap(asked.bytes());
    switch (asked.kind()) {
      case Nesting.SUBMIT -> submit(bytes);
      case Nesting.CANCEL -> {
        RawTask task = tasks.get(bytes.getLong());
        if (task != null) {
          task.cancel(bytes.get() != 0);
        }
      }
      case Nesting.CLOSE -> close(bytes.get() != 0);
      default -> throw new IllegalArgumentException("a request of kind " + asked.kind());
    }
  }

  private void submit(ByteBuffer bytes) {
    long number = bytes.getLong();
    int arguments = bytes.get();
    byte[] function = new byte[bytes.getInt(bytes.position())];
    byte[] payload = new byte[bytes.remaining()];
    bytes.get(payload);
    System.arraycopy(payload, Integer.BYTES, function, 0, function.length);
    Shipped shipped =
        new Shipped(0, false, new Shipped.Bytes(function), "a task's own task", codec);
    RawTask task =
        new RawTask(this, terms, shipped, core.dispatcher.nextId(1), payload, arguments, number);
    tasks.put(number, task);
    try {
      core.dispatcher.intake().submit(task);
    } catch (RefusedException e) {
      tasks.remove(number);
      byte[] words = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
      reply(Nesting.REJECTED, Nesting.about(number, words));
    }
  }

  void ended(long number) {
    tasks.remove(number);
  }

  void result(long number, byte kind, byte[] record, int from, int length) {
    ended(number);
    ByteBuffer all = ByteBuffer.allocate(HEAD + length);
    all.putLong(number).put(kind).put(record, from, length);
    reply(Nesting.RESULT, all.array());
  }

  void failed(long number, RuntimeException why) {
    ended(number);
    Encoder encoder = codec.encoder();
    try {
      encoder.value(Fault.of(why));
      reply(Nesting.FAILED, Nesting.about(number, encoder.copy()));
    } catch (CodecException e) {
      throw new IllegalStateException(e); // it is made of text and numbers
    }
  }

  private void reply(int kind, byte[] bytes) {
    // All parts under one lock, so that no other reply of this pool comes between.
    dispatcherOfItem()
        .locked(() -> {
          int from = 0;
          for (; bytes.length - from > Nesting.MOST; from += Nesting.MOST) {
            lane.add(
                new ToWorker.Reply(
                    request, false, kind, Arrays.copyOfRange(bytes, from, from + Nesting.MOST)));
          }
          lane.add(
              new ToWorker.Reply(
                  request, true, kind, Arrays.copyOfRange(bytes, from, bytes.length)));
        });
    lane.flushLater();
  }

  private Dispatcher dispatcherOfItem() {
    return lane.dispatcher();
  }

  private void close(boolean now) {
    if (now) {
      var _ = core.shutdownNow();
    } else {
      core.shutdown();
    }
    core.whenReleased(() -> reply(Nesting.CLOSED, new byte[0]));
  }

  /** Its item has ended, so it does. */
  void abandon() {
    var _ = core.shutdownNow();
  }
}
