package dev.firebreak.pool;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one listener, in order and one at a time, on threads that may wait. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");

  private final Consumer<@Nullable Object> listener;
  private final Executor executor;
  private final ArrayDeque<Object[]> waiting = new ArrayDeque<>();
  private boolean telling;

  Inbox(Consumer<@Nullable Object> listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  synchronized void add(@Nullable Object message) {
    waiting.add(new Object[] {message});
    if (!telling) {
      telling = true;
      executor.execute(this::tell);
    }
  }

  private void tell() {
    for (Object[] next = next(); next != null; next = next()) {
      try {
        listener.accept(next[0]);
      } catch (RuntimeException | Error e) {
        LOG.warn("a listener to a task's messages threw", e);
      }
    }
  }

  private synchronized Object @Nullable [] next() {
    Object[] next = waiting.poll();
    telling = next != null;
    return next;
  }
}
