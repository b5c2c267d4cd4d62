package dev.firebreak.worker;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one item asks and tells; made when it is asked for. It knows who it is, also when it is
 * over.
 */
final class ItemContext implements WorkContext {
  /** The item and task of an initializer or finalizer. */
  static final long NONE = -1;

  private final Desk desk;
  private final long item;
  private final long task;
  private final int attempt;
  private final boolean last;
  private volatile boolean cancelled;
  private volatile boolean sent;

  /**
   * For an item.
   *
   * @param item {@link #NONE} for what is no item
   * @param last whether it runs because the worker stops, which so is no news to it
   */
  ItemContext(Desk desk, long item, long task, int attempt, boolean last) {
    this.desk = desk;
    this.last = last;
    this.item = item;
    this.task = task;
    this.attempt = attempt;
  }

  @Override
  public long task() {
    return task;
  }

  @Override
  public int worker() {
    return desk.worker();
  }

  @Override
  public int generation() {
    return desk.generation();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public boolean cancelled() {
    return cancelled || (!last && desk.stopping());
  }

  @Override
  public void send(@Nullable Object message) {
    if (item == NONE) {
      throw new IllegalStateException("nobody waits for messages of an initializer or finalizer");
    }
    sent = true;
    desk.send(item, message);
  }

  @Override
  public void progress(long done, long total) {
    if (item != NONE) {
      sent = true;
      desk.progress(item, done, total);
    }
  }

  @Override
  public <T> T state(String key, Supplier<? extends T> initial) {
    return desk.state(key, initial);
  }

  @Override
  public Pool openPool(PoolOptions options) {
    if (item == NONE) {
      throw new RefusedException("an initializer or finalizer opens no pool; a task may", null);
    }
    return desk.openPool(item, options);
  }

  /** From now on it says that it is cancelled. */
  void cancel() {
    cancelled = true;
  }

  long item() {
    return item;
  }

  /** Whether anything was sent, so that the result has to come behind it. */
  boolean sent() {
    return sent;
  }
}
