package dev.firebreak.worker;

import dev.firebreak.api.PoolCompletionService;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.SerializableCallable;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tasks of a task's own pool in the order in which they end. */
final class OwnCompletions<T extends @Nullable Object> implements PoolCompletionService<T> {
  private final OwnPool pool;
  private final LinkedBlockingQueue<Future<T>> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  OwnCompletions(OwnPool pool) {
    this.pool = pool;
  }

  private OwnTask<T> sent(Object task, @Nullable Object instead) {
    OwnTask<T> future = pool.send(task, 0, null, null, instead);
    pending.incrementAndGet();
    future.whenDone(() -> ended.add(future));
    return future;
  }

  @Override
  public PoolFuture<T> submit(SerializableCallable<T> task) {
    return sent(task, OwnTask.OWN);
  }

  @Override
  public Future<T> submit(Callable<T> task) {
    return sent(task, OwnTask.OWN);
  }

  @Override
  public Future<T> submit(Runnable task, T result) {
    return sent(task, result);
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
