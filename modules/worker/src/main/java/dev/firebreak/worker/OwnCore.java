package dev.firebreak.worker;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.Unstarted;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A task's own pool, as that task has it, behind all the views of it: a door to a pool that the
 * parent keeps. What is submitted here is sent up, run by a worker of the parent's, and comes back.
 */
final class OwnCore {
  private static final byte[] NONE = {};

  /** Bytes of functions that the parent keeps. */
  private final AtomicLong kept = new AtomicLong();

  private final OwnPools pools;
  private final long item;
  private final long number;
  private final PoolOptions options;
  private final OwnRoom room;
  private final OwnFunctions functions = new OwnFunctions(this);
  private final Map<Long, OwnTask<?>> tasks = new ConcurrentHashMap<>();
  private final OwnQuestions questions = new OwnQuestions(this);
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** In the order in which they are sent: requests, and the numbers of tasks. */
  private final Object sending = new Object();

  private long ids;
  private final OwnGate gate = new OwnGate();
  private volatile @Nullable CompletableFuture<List<Long>> unstarted;

  // Of the thread that reads the link.
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  OwnCore(OwnPools pools, long item, long number, PoolOptions options) {
    this.pools = pools;
    this.item = item;
    this.number = number;
    this.options = options;
    this.room = new OwnRoom(name(), options, pools);
  }

  /** What is known of a task that was sent. */
  record Sent(long id, String title, long bytes, Object source) {}

  Codec codec() {
    return pools.codec();
  }

  OwnRoom room() {
    return room;
  }

  PoolOptions options() {
    return options;
  }

  String name() {
    return options.name().isEmpty() ? "nested-" + number : options.name();
  }

  void awaitOpen() {
    boolean interrupted = false;
    while (true) {
      try {
        opened.get();
        break;
      } catch (ExecutionException e) {
        Throwable why = e.getCause();
        throw new RefusedException(
            String.valueOf(why == null ? e.getMessage() : why.getMessage()), null);
      } catch (InterruptedException e) {
        interrupted = true; // it is a moment, and nobody would close it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  OwnFunctions functions() {
    return functions;
  }

  OwnQuestions questions() {
    return questions;
  }

  // What goes.

  void ask(int kind, byte[] bytes) {
    synchronized (sending) {
      int from = 0;
      for (; bytes.length - from > Nesting.MOST; from += Nesting.MOST) {
        byte[] part = Arrays.copyOfRange(bytes, from, from + Nesting.MOST);
        pools.ask(item, number, Nesting.PART, part);
      }
      pools.ask(
          item, number, kind, from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length));
    }
  }

  static RefusedException refused(CodecException e) {
    return new RefusedException(
        "the task cannot be sent to a worker: " + e.getMessage() + "; nothing was run", e);
  }

  /** The parent keeps so much more, or less, of functions. */
  void keep(long more) {
    if (closed.isDone()) {
      if (more > 0) {
        throw closedAlready();
      }
      return; // all was given back
    }
    if (more > 0 && !pools.has(more)) {
      throw new RefusedException(
          "pool "
              + name()
              + ": its task has so much on its way that "
              + more
              + " bytes more, which this function captures, are too much; wait for some of it",
          null);
    }
    kept.addAndGet(more);
    pools.take(more);
    if (closed.isDone()) {
      pools.give(kept.getAndSet(0)); // it was closed in between
    }
  }

  /**
   * Sends a task.
   *
   * @param instead what its future gives; {@link OwnTask#OWN} for its own result
   * @param accepted the map that it is of, if that was accepted as a whole
   * @param hook run when it has ended; must not wait
   */
  <T extends @Nullable Object> OwnTask<T> send(
      OwnFunctions.Function function,
      TaskOptions task,
      @Nullable Object[] arguments,
      @Nullable Object instead,
      OwnGate.@Nullable Accepted accepted,
      @Nullable Runnable hook) {
    if (!gate.takes(accepted) || closed.isDone()) {
      throw closedAlready();
    }
    byte[] values = values(arguments);
    byte[] terms = OwnOptions.of(task, function.title(), codec());
    byte[] code = function.code().bytes;
    long size = values.length + code.length + terms.length + (long) Nesting.EACH;
    RefusedException full = room.take(size);
    OwnTask<T> made;
    synchronized (sending) {
      String title = task.name().isEmpty() ? function.title() : task.name();
      Sent sent = new Sent(++ids, title, full == null ? size : -1, function.source());
      made = new OwnTask<>(this, sent, instead, task.messages().orElse(null), hook);
      if (full == null) {
        tasks.put(sent.id(), made);
        if (closed.isDone()) {
          gone(made);
          made.unstarted();
          throw closedAlready();
        }
        ask(
            Nesting.SUBMIT,
            Nesting.submit(sent.id(), arguments.length, function.defined(), terms, code, values));
      }
    }
    if (full != null) {
      made.fail(full);
    }
    return made;
  }

  private RefusedException closedAlready() {
    return new RefusedException("pool " + name() + " is closed and accepts no more tasks", null);
  }

  /** Accepts a map as a whole, until it has {@link #ended}; refuses it if it is closed. */
  OwnGate.Accepted begin() {
    OwnGate.Accepted map = gate.begin();
    if (map == null) {
      throw closedAlready();
    }
    return map;
  }

  /** A map that was accepted sends no more; once more does no harm. */
  void ended(OwnGate.Accepted map) {
    if (gate.ended(map)) {
      end(false);
    }
  }

  private byte[] values(@Nullable Object[] arguments) {
    if (arguments.length == 0) {
      return NONE;
    }
    Encoder encoder = codec().encoder();
    encoder.limit(Nesting.LARGEST / 2);
    try {
      encoder.value(arguments[0], "argument");
      if (arguments.length > 1) {
        encoder.value(arguments[1], "second argument");
      }
      return encoder.copy();
    } catch (CodecException e) {
      throw refused(e);
    }
  }

  void cancel(long id, boolean interrupt) {
    OwnTask<?> task = tasks.remove(id);
    if (task != null) {
      room.give(task.bytes());
      byte how = (byte) (interrupt ? 1 : 0);
      ask(Nesting.CANCEL, Nesting.about(id, how));
    }
  }

  // What comes, on the thread that reads the link.

  void hear(ToWorker.Reply reply) {
    byte[] bytes = reply.bytes();
    if (!reply.last()) {
      parts.writeBytes(bytes);
      return;
    }
    if (parts.size() > 0) {
      parts.writeBytes(bytes);
      bytes = parts.toByteArray();
      parts.reset();
    }
    switch (reply.kind()) {
      case Nesting.OPENED -> opened.complete(null);
      case Nesting.REFUSED -> {
        String why = new String(bytes, StandardCharsets.UTF_8);
        opened.completeExceptionally(new RefusedException(why, null));
        over(why);
      }
      case Nesting.RESULT, Nesting.FAILED -> {
        OwnTask<?> task = ended(bytes);
        if (task != null) {
          task.ended(reply.kind() == Nesting.FAILED, bytes);
        }
      }
      case Nesting.REJECTED -> {
        OwnTask<?> task = ended(bytes);
        if (task != null) {
          int from = Long.BYTES;
          String why = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
          task.fail(new RefusedException(why, null));
        }
      }
      case Nesting.MESSAGE -> {
        OwnTask<?> task = tasks.get(ByteBuffer.wrap(bytes).getLong());
        if (task != null) {
          task.message(bytes);
        }
      }
      case Nesting.UNSTARTED -> unstarted(ByteBuffer.wrap(bytes));
      case Nesting.ANSWER -> questions.answered(bytes);
      case Nesting.CLOSED -> {
        questions.last(bytes);
        over("the task's own pool was closed");
      }
      default -> throw new IllegalStateException("a reply of kind " + reply.kind());
    }
  }

  private void unstarted(ByteBuffer bytes) {
    List<Long> all = new ArrayList<>();
    while (bytes.hasRemaining()) {
      all.add(bytes.getLong());
    }
    CompletableFuture<List<Long>> waited = unstarted;
    if (waited != null) {
      waited.complete(all);
    }
  }

  private @Nullable OwnTask<?> ended(byte[] bytes) {
    OwnTask<?> task = tasks.get(ByteBuffer.wrap(bytes).getLong());
    return task != null && gone(task) ? task : null; // else it was cancelled
  }

  private boolean gone(OwnTask<?> task) {
    boolean was = tasks.remove(task.id(), task);
    if (was) {
      room.give(task.bytes());
    }
    return was;
  }

  /** It is over: nothing more comes for it. From any thread. */
  void over(String why) {
    gate.over();
    pools.forget(number);
    room.close();
    closed.complete(null);
    pools.give(kept.getAndSet(0));
    opened.completeExceptionally(new RefusedException(why, null));
    for (OwnTask<?> task : tasks.values()) {
      if (gone(task)) {
        task.unstarted();
      }
    }
    questions.over();
    CompletableFuture<List<Long>> waited = unstarted;
    if (waited != null) {
      waited.complete(List.of());
    }
  }

  // How it ends.

  void shutdown() {
    if (gate.shut()) {
      end(false);
    }
  }

  private void end(boolean now) {
    try {
      ask(Nesting.CLOSE, new byte[] {(byte) (now ? 1 : 0)});
    } catch (RefusedException e) {
      over("its worker has lost its pool");
    }
  }

  /** Ends it at once; what never began. */
  synchronized List<Runnable> shutdownNow() {
    CompletableFuture<List<Long>> waited = new CompletableFuture<>();
    unstarted = waited;
    gate.over();
    room.close();
    if (closed.isDone()) {
      return List.of();
    }
    end(true);
    List<Runnable> never = new ArrayList<>();
    for (long id : waited.join()) {
      OwnTask<?> task = tasks.get(id);
      if (task != null && gone(task)) {
        task.unstarted();
        never.add(new Unstarted(task.title(), task.source()));
      }
    }
    return never;
  }

  boolean isShutdown() {
    return gate.isShut();
  }

  boolean isTerminated() {
    return closed.isDone();
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      closed.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CancellationException | CompletionException e) {
      return true; // it is over all the same
    }
  }
}
