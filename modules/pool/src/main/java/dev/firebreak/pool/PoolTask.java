package dev.firebreak.pool;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Rung;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.api.Unstarted;
import dev.firebreak.link.Board;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task and its future.
 * <!-- For maintainers. `state` goes from NEW to one of the others once, by compare-and-set, so the
 * first of result, failure and cancellation wins; `result` is written before. Not a
 * CompletableFuture: that would run dependents on the thread that reads a worker's link, where one
 * that waits would hold up the results that it waits for; and it is twice as large. -->
 */
final class PoolTask<T extends @Nullable Object> extends Job implements PoolFuture<T> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");
  private static final int NEW = 0;
  private static final int SETTLING = 1;
  private static final int VALUE = 2;
  private static final int FAILED = 3;
  private static final int CANCELLED = 4;
  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(PoolTask.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Dispatcher dispatcher;
  private final @Nullable Object instead;
  private final Object source;
  private volatile int state;
  private @Nullable Object result;
  private final Waiters waiters = new Waiters();
  private volatile @Nullable Lane ranIn;
  private volatile Hand.@Nullable TaskText text;
  private @Nullable Inbox inbox;

  private @Nullable LastStep last;

  /**
   * A task.
   *
   * @param payload its arguments, behind its function unless that is fixed
   * @param instead what its future gives in the place of its result; {@link #OWN} for its result
   */
  PoolTask(
      Dispatcher dispatcher,
      Terms terms,
      Shipped function,
      long id,
      byte[] payload,
      int arguments,
      @Nullable Object instead,
      Object source) {
    super(terms, function, id, payload, arguments, 1);
    this.dispatcher = dispatcher;
    this.instead = instead;
    this.source = source;
    if (terms.messages() != null) {
      this.inbox = new Inbox(terms.messages(), dispatcher.executor(), dispatcher::owes);
    }
  }

  /** Its future gives its own result. */
  static final Object OWN = new Object();

  @Override
  int bytes() {
    return payload.length;
  }

  @Override
  byte[] wire(Slice slice) {
    return payload;
  }

  // How it ends.

  @Override
  boolean abandoned() {
    return state != NEW;
  }

  @Override
  void begun(Lane by) {
    ranIn = by;
  }

  @Override
  void settle(Lane by, int item, int kind, long nanos, byte[] record, int from, int length) {
    ranIn = by;
    if ((kind & Board.WROTE) != 0) {
      text = by.hand().streams().text(id).whole();
    }
    dispatcher.recorder().ran(by.hand().worker(), by.ledger.moved(), this, nanos, length);
    if (state != NEW) {
      dropped();
      return;
    }
    try {
      Object value = by.results().value(this, item, kind, record, from, length);
      conclude(VALUE, instead == OWN ? value : instead);
    } catch (PoolException e) {
      conclude(FAILED, e);
    }
  }

  @Override
  void fail(int item, RuntimeException why, @Nullable Lane by) {
    if (by != null) {
      ranIn = by;
      text = by.hand().streams().text(id).whole();
    }
    conclude(FAILED, why);
  }

  @Override
  void told(@Nullable Object message) {
    if (inbox != null) {
      inbox.add(message);
    }
  }

  /** Ends it behind what it sent. */
  private void conclude(int how, @Nullable Object what) {
    if (inbox == null) {
      endOrDrop(how, what);
    } else {
      inbox.after(() -> endOrDrop(how, what));
    }
  }

  private void endOrDrop(int how, @Nullable Object what) {
    if (!end(how, what)) {
      dropped();
    }
  }

  private synchronized LastStep last() {
    LastStep known = last;
    LastStep mine = known == null ? new LastStep() : known;
    last = mine;
    return mine;
  }

  @Override
  void struck(@Nullable Rung step) {
    last().struck(step);
  }

  @Override
  void dropped() {
    last().over(dispatcher.executor());
  }

  @Override
  public CompletableFuture<Optional<Rung>> ended() {
    LastStep told = last();
    whenDone(() -> {
      if (state != CANCELLED) {
        told.over();
      }
    });
    return told.future();
  }

  private boolean end(int how, @Nullable Object what) {
    if (!STATE.compareAndSet(this, NEW, SETTLING)) {
      return false;
    }
    dispatcher.recorder().ended(how == VALUE ? 1 : 0, how == VALUE ? 0 : 1);
    result = what;
    state = how;
    waiters.wake();
    return true;
  }

  @Override
  public void whenDone(Runnable action) {
    Objects.requireNonNull(action, "action");
    if (!waiters.add(new Waiters.Waiter(null, () -> dispatcher.executor().execute(action)))) {
      action.run();
    }
  }

  @Override
  public void whenDone(Runnable action, Executor executor) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(executor, "executor");
    if (!waiters.add(new Waiters.Waiter(null, () -> executor.execute(action)))) {
      executor.execute(action);
    }
  }

  // What its future tells.

  @Override
  public long id() {
    return id;
  }

  @Override
  public boolean isDone() {
    return state > SETTLING;
  }

  @Override
  public boolean isCancelled() {
    return state == CANCELLED;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    CancellationException thrown =
        new CancellationException(
            "%s was cancelled; PoolFuture.ended() tells when and by which step it ended"
                .formatted(title(0)));
    if (!end(CANCELLED, thrown)) {
      return false;
    }
    dispatcher.endings().cancelled(this, mayInterruptIfRunning);
    return true;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    await(0);
    return report();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long limit = unit.toNanos(timeout);
    if (limit <= 0 ? !isDone() : !await(limit)) {
      throw new TimeoutException("%s has not ended yet".formatted(title(0)));
    }
    return report();
  }

  @Override
  public T join() {
    Waiters.awaitQuietly(this);
    return outcomeValue();
  }

  @Override
  public Outcome<T> outcome() {
    Waiters.awaitQuietly(this);
    return switch (state) {
      case VALUE -> new Outcome.Value<>(cast(result));
      case FAILED -> Outcome.of(failure());
      default -> throw PoolException.local(failure());
    };
  }

  private RuntimeException failure() {
    return (RuntimeException) Objects.requireNonNull(result);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the task returned, or was submitted with
  private T cast(@Nullable Object value) {
    return (T) value;
  }

  private T outcomeValue() {
    if (state == VALUE) {
      return cast(result);
    }
    throw PoolException.local(failure());
  }

  private T report() throws ExecutionException {
    if (state == VALUE) {
      return cast(result);
    }
    RuntimeException why = failure();
    if (state == CANCELLED) {
      throw PoolException.local(why);
    }
    throw new ExecutionException(why.getMessage(), PoolException.cause(why));
  }

  /** Waits, for ever if the limit is 0; whether it has ended. */
  boolean await(long limit) throws InterruptedException {
    if (isDone()) {
      return true;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return waiters.await(this, limit);
  }

  @Override
  public T resultNow() {
    if (state == VALUE) {
      return cast(result);
    }
    throw new IllegalStateException("%s has no result".formatted(title(0)));
  }

  @Override
  public Throwable exceptionNow() {
    if (state == FAILED) {
      return PoolException.cause(failure());
    }
    throw new IllegalStateException("%s has not failed".formatted(title(0)));
  }

  @Override
  public State state() {
    return switch (state) {
      case VALUE -> State.SUCCESS;
      case FAILED -> State.FAILED;
      case CANCELLED -> State.CANCELLED;
      default -> State.RUNNING;
    };
  }

  @Override
  public TaskOutput output() {
    Hand.TaskText known = text;
    if (known == null) {
      Lane by = ranIn;
      if (by == null) {
        return TaskOutput.EMPTY;
      }
      known = by.hand().streams().text(id);
    }
    return new TaskOutput(known.stdout(), known.stderr());
  }

  @Override
  public String worker() {
    Lane by = ranIn;
    return by == null ? "" : by.hand().title();
  }

  void logFailure() {
    if (state == FAILED) {
      LOG.warn("{} of pool {} failed", title(0), dispatcher.options().name(), failure());
    }
  }

  /**
   * What {@code shutdownNow} returns for a task that never started: its function, to be run where
   * the caller likes. Its future is cancelled, so that nobody waits for ever.
   */
  Runnable unstarted() {
    end(
        CANCELLED,
        new CancellationException("%s never started: its pool was shut down".formatted(title(0))));
    dropped();
    return new Unstarted(title(0), source);
  }

  /** Refuses it before it was queued; under the dispatcher's lock. */
  void refuse(RefusedException why) {
    dispatcher.recorder().submitted(this);
    end(FAILED, why);
  }
}
