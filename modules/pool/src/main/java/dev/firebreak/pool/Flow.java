package dev.firebreak.pool;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The results of a lazy map on their way back, bounded in number. The thread of the stream offers
 * and takes; workers' readers tell what is done.
 */
final class Flow<R extends @Nullable Object> implements Spread.Ordered {
  private final int most;
  private final boolean ordered;
  private final Maps.Of<R> of;
  private @Nullable Spread spread;

  /** Chunks in the order in which they are to be taken; under this monitor. */
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

  // Of the stream's thread.
  private @Nullable Chunk current;
  private int at;
  private long taken;

  Flow(int most, boolean ordered, Maps.Of<R> of) {
    this.most = most;
    this.ordered = ordered;
    this.of = of;
  }

  void of(Spread made) {
    spread = made;
  }

  private Spread spread() {
    return java.util.Objects.requireNonNull(spread);
  }

  @Override
  public void sent(Chunk chunk) {
    if (ordered) {
      synchronized (this) {
        chunks.add(chunk);
      }
    }
  }

  @Override
  public synchronized void done(Chunk chunk) {
    if (!ordered) {
      chunks.add(chunk);
    }
    notifyAll();
  }

  @Override
  public synchronized void aborted(RuntimeException why) {
    notifyAll();
  }

  void offer(@Nullable Object item) {
    spread().offer(item, null);
  }

  /** No item comes any more. */
  void last() {
    spread().send();
  }

  /** Items that were offered and not taken. */
  private long inside() {
    return spread().sent() + spread().pending() - taken;
  }

  boolean full() {
    return inside() >= most;
  }

  boolean left() {
    return inside() > 0;
  }

  /** Hands out what is there; waits for one only if it is full. Whether the taker wants more. */
  boolean push(Predicate<? super R> taker) {
    while (ready() || full()) {
      if (!pushOne(taker)) {
        return false;
      }
    }
    return true;
  }

  /** Hands out the next, waiting for it. */
  boolean pushOne(Predicate<? super R> taker) {
    try {
      return taker.test(next());
    } catch (RuntimeException | Error e) {
      close(); // nobody else learns that no more is taken
      throw e;
    }
  }

  private boolean ready() {
    if (current != null) {
      return true;
    }
    synchronized (this) {
      Chunk head = chunks.peek();
      return head != null && head.done();
    }
  }

  /** The next result, waited for. */
  R next() {
    Chunk chunk = current;
    if (chunk == null) {
      chunk = await();
      current = chunk;
      at = 0;
    }
    Object result = chunk.result(at++);
    if (at == chunk.size()) {
      current = null;
    }
    taken++;
    try {
      return of.of(result);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Chunk await() {
    if (spread().sent() == taken) {
      spread().send(); // all that is inside waits for its chunk to be filled
    }
    synchronized (this) {
      try {
        while (true) {
          if (spread().aborted()) {
            throw spread().ended();
          }
          Chunk head = chunks.peek();
          if (head != null && head.done()) {
            return chunks.remove();
          }
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    CancellationException why =
        new CancellationException("the thread that reads the stream was interrupted");
    close();
    throw why;
  }

  /** Gives up what is on its way. */
  void close() {
    if (left()) {
      spread().abort(new CancellationException("the stream was closed"));
    }
    spread().close();
  }
}
