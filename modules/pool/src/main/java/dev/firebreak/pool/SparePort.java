package dev.firebreak.pool;

import dev.firebreak.link.CodecException;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.LinkException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A spare that runs the initializer before it takes a worker's place: it is opened, and gets
 * nothing to do. When it is promoted, a {@link Lane} hears it instead.
 */
final class SparePort implements Port {
  private final Dispatcher dispatcher;
  private final Hand hand;
  private final @Nullable Shipped initializer;
  private final Outbox out;

  SparePort(Dispatcher dispatcher, Hand hand, @Nullable Shipped initializer) {
    this.dispatcher = dispatcher;
    this.hand = hand;
    this.initializer = initializer;
    this.out = new Outbox(hand.link());
  }

  void open(@Nullable Shipped finalizer) {
    out.open(initializer, finalizer);
    dispatcher.executor().execute(out::write); // what was captured may be more than a pipe takes
  }

  @Override
  public void heard(FromWorker frame) throws IOException {
    switch (frame) {
      case FromWorker.Opened(byte[] failure) -> {
        if (failure.length > 0) {
          dispatcher.warn(
              "the initializer failed in a spare of worker-%d (pid %d), so none is kept for it: %s; mend the initializer, or leave withInitializedSpares out"
                  .formatted(hand.worker(), hand.pid(), thrown(initializer, failure)));
        }
      }
      case FromWorker.Message _ -> {} // from a thread that the initializer left behind
      default -> throw LinkException.malformed("a spare that nothing was sent to answers");
    }
  }

  /** What an initializer threw. */
  static Throwable thrown(@Nullable Shipped initializer, byte[] failure) {
    if (initializer == null) {
      return new IllegalStateException("an initializer failed that it was not given");
    }
    try {
      Throwable thrown = initializer.codec().decoder().of(failure, 0, failure.length).throwable();
      return initializer.codec() == Plain.CODEC ? new Plain.Thrown(thrown, failure) : thrown;
    } catch (CodecException e) {
      return e;
    }
  }

  @Override
  public boolean working() {
    return false;
  }

  @Override
  public void pausing() {}

  @Override
  public void resuming() {}
}
