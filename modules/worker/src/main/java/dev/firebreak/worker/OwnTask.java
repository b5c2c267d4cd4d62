package dev.firebreak.worker;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.link.Board;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task of a task's own pool. Its end comes as bytes, on the thread that reads the link, which
 * runs nothing of a user's: whoever asks for the result takes it apart.
 */
final class OwnTask<T extends @Nullable Object> implements PoolFuture<T> {
  /** For what may wait: messages, and actions that depend on a task. */
  static final Executor WAITING = action -> Thread.ofVirtual().name("firebreak-own").start(action);

  /** Its future gives its own result. */
  static final Object OWN = new Object();

  /**
   * How it ended.
   *
   * @param kind of Board, or -1 for what the parent tells
   * @param at where the record begins
   */
  private record End(int kind, Bytes told, int at, @Nullable RuntimeException why) {
    byte[] bytes() {
      return told.array;
    }
  }

  private static final class Bytes {
    static final Bytes NONE = new Bytes(new byte[0]);

    final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }
  }

  private final OwnCore core;
  private final OwnCore.Sent sent;
  private final @Nullable Object instead;
  private final @Nullable Consumer<@Nullable Object> listener;
  private final @Nullable Runnable hook;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
  private volatile String worker = "";
  private volatile @Nullable TaskOutput output;

  // What became of the bytes; under this monitor.
  private boolean known;
  private @Nullable Object value;
  private @Nullable RuntimeException failure;

  /**
   * A task that is about to be sent.
   *
   * @param hook run when it has ended, and must not wait; null for none
   */
  OwnTask(
      OwnCore core,
      OwnCore.Sent sent,
      @Nullable Object instead,
      @Nullable Consumer<@Nullable Object> listener,
      @Nullable Runnable hook) {
    this.core = core;
    this.sent = sent;
    this.instead = instead;
    this.listener = listener;
    this.hook = hook;
  }

  long bytes() {
    return sent.bytes();
  }

  Object source() {
    return sent.source();
  }

  String title() {
    return "task " + id() + " (" + sent.title() + ")";
  }

  // What comes, on the thread that reads the link.

  /** A value that it sent. */
  synchronized void message(byte[] bytes) {
    Consumer<@Nullable Object> listening = listener;
    if (listening != null) {
      told = told.thenRunAsync(() -> tell(listening, bytes), WAITING);
    }
  }

  private void tell(Consumer<@Nullable Object> listening, byte[] bytes) {
    try {
      listening.accept(core.codec().decoder().of(bytes, Long.BYTES, bytes.length).value());
    } catch (CodecException | RuntimeException | Error e) {
      shown(e);
    }
  }

  /** Its user's to see, in what the submitting task writes: there is nobody else to tell. */
  private static void shown(Throwable thrown) {
    thrown.printStackTrace();
  }

  /** It ended in a worker, or the parent says why it has no result. */
  void ended(boolean fault, byte[] bytes) {
    ByteBuffer head = ByteBuffer.wrap(bytes);
    head.getLong();
    int kind = head.get();
    worker = text(head, head.getShort());
    if ((kind & Board.WROTE) != 0) {
      output = new TaskOutput(text(head, head.getInt()), text(head, head.getInt()));
    }
    end(new End(fault ? -1 : kind & ~Board.WROTE, new Bytes(bytes), head.position(), null));
  }

  private static String text(ByteBuffer from, int length) {
    byte[] text = new byte[length];
    from.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  void fail(RuntimeException why) {
    end(new End(0, Bytes.NONE, 0, why));
  }

  /** Behind what it sent. */
  private void end(End how) {
    CompletableFuture<Void> before;
    synchronized (this) {
      before = told;
    }
    var _ =
        before.thenRun(() -> {
          if (end.complete(how)) {
            hooked();
          }
        });
  }

  private void hooked() {
    if (hook != null) {
      hook.run();
    }
  }

  // How it ended, for those who ask.

  /** Whether it is known, before anybody looks at the bytes, that it has no result. */
  boolean failed() {
    End how = end.isCompletedExceptionally() ? null : end.getNow(null);
    return end.isCancelled() || (how != null && (how.why() != null || how.kind() != Board.VALUE));
  }

  /** Takes its end apart, once; what the task threw or why it failed, null if it returned. */
  private synchronized @Nullable RuntimeException failure(End how) {
    if (!known) {
      known = true;
      failure = how.why() != null ? how.why() : read(how);
    }
    return failure;
  }

  private @Nullable RuntimeException read(End how) {
    try {
      Decoder decoder = core.codec().decoder().of(how.bytes(), how.at(), how.bytes().length);
      if (how.kind() < 0) {
        return OwnFault.told(decoder.value(), core.codec());
      }
      if (how.kind() == Board.VALUE) {
        Object result = decoder.value();
        value = instead == OWN ? result : instead;
        return null;
      }
      return OwnFault.thrown(title(), how.kind(), decoder.throwable());
    } catch (CodecException e) {
      return new ResultException(
          "the result of " + title() + " cannot be taken: " + e.getMessage(), e);
    } catch (VirtualMachineError e) {
      return new ResultException("the result of " + title() + " cannot be taken: " + e, e);
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the task returned, or was submitted with
  private synchronized T value() {
    return (T) value;
  }

  private CancellationException cancelled() {
    return new CancellationException(title() + " was cancelled");
  }

  private T orThrow() {
    RuntimeException why = end.isCancelled() ? cancelled() : failure(end.join());
    if (why != null) {
      throw PoolException.local(why);
    }
    return value();
  }

  private T report() throws ExecutionException {
    if (end.isCancelled()) {
      throw cancelled();
    }
    RuntimeException why = failure(end.join());
    if (why instanceof CancellationException) {
      throw PoolException.local(why);
    }
    if (why != null) {
      throw new ExecutionException(why.getMessage(), PoolException.cause(why));
    }
    return value();
  }

  /** Waits until it has ended. */
  void await() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException | CancellationException e) {
      // It has.
    }
  }

  private void awaitQuietly() {
    boolean interrupted = false;
    while (!end.isDone()) {
      try {
        await();
      } catch (InterruptedException e) {
        interrupted = true; // join does not end on it; the caller gets it back below
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long id() {
    return sent.id();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean first = end.completeExceptionally(new CancellationException());
    if (first) {
      core.cancel(id(), mayInterruptIfRunning);
      hooked();
    }
    return first;
  }

  /** It never began, and never will. */
  void unstarted() {
    if (end.completeExceptionally(new CancellationException())) {
      hooked();
    }
  }

  @Override
  public boolean isCancelled() {
    return end.isCancelled();
  }

  @Override
  public boolean isDone() {
    return end.isDone();
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    if (!end.isDone() && Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!end.isDone()) {
      await();
    }
    return report();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      end.get(timeout, unit);
    } catch (TimeoutException e) {
      throw new TimeoutException(title() + " has not ended yet");
    } catch (ExecutionException | CancellationException e) {
      // It has.
    }
    return report();
  }

  @Override
  public T join() {
    awaitQuietly();
    return orThrow();
  }

  @Override
  public Outcome<T> outcome() {
    awaitQuietly();
    RuntimeException why = end.isCancelled() ? cancelled() : failure(end.join());
    if (why instanceof CancellationException) {
      throw PoolException.local(why);
    }
    return why == null ? new Outcome.Value<>(value()) : Outcome.of(why);
  }

  @Override
  public void whenDone(Runnable action) {
    Objects.requireNonNull(action, "action");
    if (end.isDone()) {
      action.run();
    } else {
      whenDone(action, WAITING);
    }
  }

  @Override
  public void whenDone(Runnable action, Executor executor) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(executor, "executor");
    if (end.isDone()) {
      executor.execute(action);
    } else {
      var _ = end.whenComplete((_, _) -> executor.execute(action));
    }
  }

  @Override
  public TaskOutput output() {
    TaskOutput whole = output;
    if (whole != null) {
      return whole;
    }
    if (end.isDone() && !end.isCancelled()) {
      return TaskOutput.EMPTY;
    }
    OwnQuestions.Look look = core.questions().look(id());
    TaskOutput late = output; // it may have ended in the meantime
    return late == null ? new TaskOutput(look.stdout(), look.stderr()) : late;
  }

  @Override
  public String worker() {
    if (worker.isEmpty() && (!end.isDone() || end.isCancelled())) {
      String seen = core.questions().look(id()).worker();
      return worker.isEmpty() ? seen : worker;
    }
    return worker;
  }
}
