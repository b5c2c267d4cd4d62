package dev.firebreak.worker;

import dev.firebreak.api.Insights;
import dev.firebreak.api.LimitException;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolCompletionService;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.api.WorkerStartException;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.link.Board;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task's own pool, as that task has it: a door to a pool that the parent keeps. What is submitted
 * here is sent up, run by a worker of the parent's, and comes back.
 */
final class OwnPool extends OwnMaps {
  private final OwnPools pools;
  private final long item;
  private final long number;
  private final PoolOptions options;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, OwnTask<?>> tasks = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private volatile boolean closing;

  OwnPool(OwnPools pools, long item, long number, PoolOptions options) {
    this.pools = pools;
    this.item = item;
    this.number = number;
    this.options = options;
  }

  void awaitOpen() {
    try {
      opened.get();
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw new RefusedException(
          String.valueOf(why == null ? e.getMessage() : why.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a task's own pool was opened");
    }
  }

  @Override
  int window() {
    return options.inFlight();
  }

  @Override
  <T extends @Nullable Object> OwnTask<T> send(
      Object function,
      int arguments,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object instead) {
    if (closing) {
      throw new RefusedException("this task's own pool is closed", null);
    }
    byte[] code;
    byte[] values;
    Encoder encoder = pools.codec().encoder();
    encoder.limit(Nesting.MOST - 64);
    try {
      encoder.function(function, "task");
      code = encoder.copy();
      encoder.reset();
      encoder.limit(Nesting.MOST - 64 - code.length);
      if (arguments > 0) {
        encoder.value(first, "argument");
      }
      if (arguments > 1) {
        encoder.value(second, "second argument");
      }
      values = encoder.copy();
    } catch (CodecException e) {
      throw new RefusedException("the task cannot be sent to a worker: " + e.getMessage(), e);
    }
    long id = ids.incrementAndGet();
    OwnTask<T> task = new OwnTask<>(this, id, instead);
    tasks.put(id, task);
    pools.ask(item, number, Nesting.SUBMIT, Nesting.submit(id, arguments, code, values));
    return task;
  }

  void cancel(long id, boolean interrupt) {
    if (tasks.remove(id) != null) {
      byte how = (byte) (interrupt ? 1 : 0);
      pools.ask(item, number, Nesting.CANCEL, Nesting.about(id, how));
    }
  }

  // What comes, on the thread that deals with replies.

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
    int kind = reply.kind();
    if (kind == Nesting.OPENED) {
      opened.complete(null);
    } else if (kind == Nesting.REFUSED) {
      String why = new String(bytes, StandardCharsets.UTF_8);
      opened.completeExceptionally(new RefusedException(why, null));
      endAll(new RefusedException(why, null));
    } else if (kind == Nesting.CLOSED) {
      endAll(new CancellationException("the task's own pool was closed"));
    } else {
      ended(kind, bytes);
    }
  }

  private void endAll(RuntimeException why) {
    pools.forget(number);
    for (OwnTask<?> task : tasks.values()) {
      task.fail(why);
    }
    tasks.clear();
    closed.complete(null);
  }

  private void ended(int kind, byte[] bytes) {
    OwnTask<?> task = tasks.remove(ByteBuffer.wrap(bytes).getLong());
    if (task == null) {
      return; // it was cancelled
    }
    try {
      if (kind == Nesting.RESULT) {
        result(task, bytes[Long.BYTES], bytes);
      } else if (kind == Nesting.REJECTED) {
        String why =
            new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8);
        task.fail(new RefusedException(why, null));
      } else {
        task.fail(fault(pools.codec().decoder().of(bytes, Long.BYTES, bytes.length).value()));
      }
    } catch (CodecException e) {
      task.fail(new ResultException("its result cannot be taken: " + e.getMessage(), e));
    }
  }

  private void result(OwnTask<?> task, int kind, byte[] bytes) throws CodecException {
    Decoder decoder = pools.codec().decoder().of(bytes, Long.BYTES + 1, bytes.length);
    if (kind == Board.VALUE) {
      task.succeed(decoder.value());
      return;
    }
    Throwable thrown = decoder.throwable();
    String words = "task " + task.id() + " of a task's own pool: " + thrown;
    task.fail(
        kind == Board.NOT_ENCODED
            ? new ResultException(words, thrown)
            : new TaskException(words, thrown));
  }

  private static PoolException fault(@Nullable Object told) {
    if (!(told instanceof Map<?, ?> map)) {
      return new ResultException("it failed, and nobody said why", null);
    }
    String message = String.valueOf(map.get("message"));
    String fault = String.valueOf(map.get("fault"));
    if (fault.equals("died")) {
      Verdict verdict =
          new Verdict(
              Verdict.Cause.valueOf(String.valueOf(map.get("cause"))),
              Verdict.Confidence.valueOf(String.valueOf(map.get("confidence"))),
              String.valueOf(map.get("sentence")));
      long pid = map.get("pid") instanceof Long known ? known : 0;
      return new WorkerDiedException(message, String.valueOf(map.get("worker")), pid, verdict);
    }
    if (fault.equals("limit") && map.get("limit") instanceof Duration limit) {
      LimitException.Clock clock = LimitException.Clock.valueOf(String.valueOf(map.get("clock")));
      return new LimitException(message, clock, limit);
    }
    return fault.equals("start")
        ? new WorkerStartException(message, null)
        : new ResultException(message, null);
  }

  // The pool.

  @Override
  public void shutdown() {
    end(false);
  }

  @Override
  public List<Runnable> shutdownNow() {
    end(true);
    return List.of();
  }

  private void end(boolean now) {
    if (!closing || now) {
      closing = true;
      pools.ask(item, number, Nesting.CLOSE, new byte[] {(byte) (now ? 1 : 0)});
    }
  }

  @Override
  public boolean isShutdown() {
    return closing;
  }

  @Override
  public boolean isTerminated() {
    return closed.isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      closed.get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  @Override
  public String name() {
    return "nested-" + number;
  }

  @Override
  public void awaitReady() throws InterruptedException, ExecutionException {
    opened.get();
  }

  private static UnsupportedOperationException only(String what) {
    return new UnsupportedOperationException(
        what + " is of the outermost pool, not of a task's own");
  }

  @Override
  public Pool with(UnaryOperator<TaskOptions> change) {
    throw only("with(...): options of single tasks");
  }

  @Override
  public <T extends @Nullable Object> PoolCompletionService<T> completionService() {
    throw only("completionService()");
  }

  @Override
  public List<WorkerStatus> workers() {
    throw only("workers()");
  }

  @Override
  public Insights insights() {
    throw only("insights()");
  }
}
