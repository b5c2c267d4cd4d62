package dev.firebreak.worker;

import dev.firebreak.api.RefusedException;
import dev.firebreak.api.TaskOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The items of one map or stream of a task's own pool on their way, each a task. One thread at a
 * time offers items and takes results.
 */
final class OwnFlow<R extends @Nullable Object> {
  private final OwnCore core;
  private final TaskOptions task;
  private final OwnFunctions.Function function;
  private final ArrayDeque<OwnTask<R>> sent = new ArrayDeque<>();
  private final LinkedBlockingQueue<OwnTask<R>> ended = new LinkedBlockingQueue<>();
  private final boolean ordered;
  private volatile @Nullable RuntimeException given;
  private volatile boolean failed;
  private volatile boolean failFast;
  private final OwnGate.@Nullable Accepted accepted;
  private final Object changed = new Object();
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Consumer<RuntimeException> failing;

  /**
   * Items of a map or stream.
   *
   * @param accepted the map, if it was accepted as a whole
   */
  OwnFlow(
      OwnCore core,
      TaskOptions task,
      Object function,
      boolean ordered,
      OwnGate.@Nullable Accepted accepted) {
    this.accepted = accepted;
    this.core = core;
    this.task = task;
    this.function = core.functions().of(function, true);
    this.ordered = ordered;
  }

  /** It sends no more: whoever closes its pool does not wait for it any longer. */
  void leave() {
    OwnGate.Accepted map = accepted;
    if (map != null) {
      core.ended(map);
    }
  }

  /** How many are on their way. */
  int size() {
    return sent.size();
  }

  /** Sends an item. */
  void offer(@Nullable Object... arguments) {
    if (!isOpen()) {
      throw new CancellationException("it was given up");
    }
    AtomicReference<@Nullable OwnTask<R>> self = new AtomicReference<>();
    OwnTask<R> made;
    try {
      made =
          core.send(
              function,
              task,
              arguments,
              OwnTask.OWN,
              accepted,
              () -> {
                OwnTask<R> it = self.get();
                if (it != null) {
                  over(it);
                }
              });
    } catch (RefusedException e) {
      giveUp();
      throw e;
    }
    self.set(made);
    sent.add(made);
    if (made.isDone()) {
      over(made); // it may have ended before it was known here; once more does no harm
    }
  }

  private void over(OwnTask<R> it) {
    if (!ordered) {
      ended.add(it);
    }
    if (it.failed()) {
      failed = true;
    }
    synchronized (changed) {
      changed.notifyAll();
    }
    if (it.failed() && failFast && told.compareAndSet(false, true)) {
      OwnTask.WAITING.execute(() -> tell(it)); // whoever reads the input may wait there for ever
    }
  }

  /** From now on, this is told the first failure, instead of that it {@link #leave leaves} then. */
  void whenFailed(Consumer<RuntimeException> action) {
    failing = action;
  }

  private void tell(OwnTask<R> failure) {
    Consumer<RuntimeException> action = failing;
    if (action == null) {
      leave();
      return;
    }
    try {
      var _ = failure.join(); // throws what it is
    } catch (RuntimeException e) {
      action.accept(e);
    }
  }

  /** The next result, in the order of the items or as they come; takes it off the way. */
  OwnTask<R> next() {
    try {
      if (ordered) {
        OwnTask<R> head = sent.peekFirst();
        if (head == null) {
          throw new IllegalStateException("nothing is on its way");
        }
        head.await();
        sent.removeFirst();
        return head;
      }
      OwnTask<R> next = ended.take();
      while (!sent.remove(next)) {
        next = ended.take(); // it was told twice
      }
      return next;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CancellationException interrupted() {
    CancellationException why =
        new CancellationException("the thread that waited for the map was interrupted");
    given = why;
    giveUp();
    Thread.currentThread().interrupt();
    return why;
  }

  /** Gives the rest up: what was not begun never is, and what runs is ended. */
  void giveUp() {
    List<OwnTask<R>> rest = new ArrayList<>(sent);
    sent.clear();
    rest.forEach(each -> each.cancel(true));
    close();
  }

  /** Gives it up for a reason, from another thread. */
  void abort(RuntimeException why) {
    given = why;
    leave();
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  /** Whether it was not given up, nor has come to its end. */
  boolean isOpen() {
    return !closed.get();
  }

  /** Nothing more is sent; once more does no harm. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      core.functions().forget(function);
    }
  }

  /**
   * Sends all items and waits for their results.
   *
   * @param fast whether the first that has none ends all
   */
  <X> List<X> all(Iterator<Object[]> items, boolean fast, Function<OwnTask<R>, X> take) {
    failFast = fast;
    if (accepted != null) {
      accepted.reads();
    }
    List<X> results = new ArrayList<>();
    try {
      while (items.hasNext()) {
        check();
        Object[] next = items.next();
        check(); // it may have waited
        offer(next);
      }
      List<OwnTask<R>> all = List.copyOf(sent);
      for (OwnTask<R> each : all) {
        synchronized (changed) {
          while (!each.isDone() && given == null && !(failFast && failed)) {
            changed.wait();
          }
        }
        check();
      }
      check();
      sent.clear();
      for (OwnTask<R> each : all) {
        results.add(take.apply(each));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (RuntimeException | Error e) {
      giveUp();
      throw e;
    }
    close();
    return results;
  }

  private void check() {
    RuntimeException why = given;
    if (why != null) {
      throw why;
    }
    if (failFast && failed) {
      for (OwnTask<R> each : sent) {
        if (each.isDone() && each.failed()) {
          var _ = each.join(); // throws what it is
        }
      }
    }
  }
}
