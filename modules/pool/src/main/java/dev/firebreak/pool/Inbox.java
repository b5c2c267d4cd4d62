package dev.firebreak.pool;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener, in order and one at a time, on threads that may wait. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");

  private final Consumer<@Nullable Object> listener;
  private final Executor executor;
  private final IntConsumer owes;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean telling;

  /** One that nothing waits for. */
  Inbox(Consumer<@Nullable Object> listener, Executor executor) {
    this(listener, executor, _ -> {});
  }

  /**
   * One that others wait for.
   *
   * @param owes told how many steps more, or fewer, are to come
   */
  Inbox(Consumer<@Nullable Object> listener, Executor executor, IntConsumer owes) {
    this.listener = listener;
    this.executor = executor;
    this.owes = owes;
  }

  synchronized void add(@Nullable Object message) {
    waiting.add(() -> tell(message));
    if (!telling) {
      telling = true;
      executor.execute(this::work);
    }
  }

  /**
   * Takes a step when the listener was told all that came before: now, on this thread, if there is
   * nothing. The pool does not end before it.
   */
  void after(Runnable step) {
    synchronized (this) {
      if (telling) {
        owes.accept(1);
        waiting.add(() -> {
          try {
            step.run();
          } finally {
            owes.accept(-1);
          }
        });
        return;
      }
    }
    step.run();
  }

  private void work() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private void tell(@Nullable Object message) {
    try {
      listener.accept(message);
    } catch (
        Throwable e) { // also what it does not declare, or what comes behind would never be told
      LOG.warn("a listener to a task's messages threw", e);
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    telling = next != null;
    return next;
  }
}
