package dev.firebreak.pool;

import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Pulls items as results are pulled. */
final class FlowSpliterator<R extends @Nullable Object>
    extends Spliterators.AbstractSpliterator<R> {
  private final Flow<R> flow;
  private final Iterator<?> items;
  private boolean over;

  FlowSpliterator(Flow<R> flow, Iterator<?> items) {
    super(Long.MAX_VALUE, 0);
    this.flow = flow;
    this.items = items;
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    try {
      while (!over && !flow.full()) {
        if (items.hasNext()) {
          flow.offer(items.next());
        } else {
          over = true;
          flow.last();
        }
      }
      if (!flow.left()) {
        flow.close();
        return false;
      }
      action.accept(flow.next());
      return true;
    } catch (RuntimeException | Error e) {
      flow.close(); // a stream that has thrown is read no further, closed or not
      throw e;
    }
  }
}
