package dev.firebreak.api;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A queue of ended tasks. */
final class Completions<T extends @Nullable Object> implements PoolCompletionService<T> {
  private final Pool pool;
  private final LinkedBlockingQueue<Future<T>> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  Completions(Pool pool) {
    this.pool = pool;
  }

  private PoolFuture<T> watch(PoolFuture<T> future) {
    pending.incrementAndGet();
    future.whenDone(() -> ended.add(future), Runnable::run); // in the order of the ends
    return future;
  }

  @Override
  public PoolFuture<T> submit(SerializableCallable<T> task) {
    return watch(pool.submit(task));
  }

  @Override
  public Future<T> submit(Callable<T> task) {
    return watch(pool.submit(task));
  }

  @Override
  public Future<T> submit(Runnable task, T result) {
    return watch(pool.submit(task, result));
  }

  @Override
  public int pending() {
    return pending.get();
  }

  private @Nullable Future<T> taken(@Nullable Future<T> future) {
    if (future != null) {
      pending.decrementAndGet();
    }
    return future;
  }

  @Override
  public Future<T> take() throws InterruptedException {
    Future<T> future = ended.take();
    pending.decrementAndGet();
    return future;
  }

  @Override
  public @Nullable Future<T> poll() {
    return taken(ended.poll());
  }

  @Override
  public @Nullable Future<T> poll(long timeout, TimeUnit unit) throws InterruptedException {
    return taken(ended.poll(timeout, unit));
  }
}
