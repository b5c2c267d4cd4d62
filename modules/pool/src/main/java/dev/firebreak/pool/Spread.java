package dev.firebreak.pool;

import dev.firebreak.api.PoolException;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Varint;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of one map on their way: put together to chunks, sent, and handed back. One thread at a
 * time offers items; the results come from many.
 * <!-- For maintainers. The chunk being built belongs to the thread that offers; counters and the
 * monitor belong to this object. -->
 */
final class Spread {
  /** What a chunk is to be worth, in time: much more than sending it, much less than a wait. */
  private static final double WORTH = 2_000_000;

  private static final int MOST_ITEMS = 16 * 1024;
  private static final int MOST_BYTES = 96 * 1024;

  /** What is told of chunks that are done. */
  interface Sink {
    /** On the thread that settled its last item; must not wait. */
    void done(Chunk chunk);

    /** The map, if the pool accepted it as a whole. */
    default @Nullable Accepted accepted() {
      return null;
    }

    /** The map was given up: not every chunk is done any more. */
    default void aborted(RuntimeException why) {}
  }

  private final Dispatcher dispatcher;
  private final Shipping shipping;
  private final Terms terms;
  private final Shipped function;
  private final int arguments;
  private final int fixed;
  private final int workers;
  private final boolean failFast;
  private final Sink sink;
  private final @Nullable Inbox inbox;
  private byte[] payload = new byte[256];
  private int size;
  private int count;
  private long place;
  private int chunks;
  private long expected;

  private @Nullable Supplier<Progress> shows;
  private volatile @Nullable Progress progress;

  // Under this object's monitor.
  private long outstanding;
  private int uncounted;
  private volatile boolean aborted;
  private @Nullable RuntimeException failure;

  /**
   * Begins a map.
   *
   * @param fixed the size of chunks; 0 to choose
   * @param expected how many items there are; 0 if that is not known
   * @param failFast whether the first failure ends it
   */
  Spread(
      Dispatcher dispatcher,
      Shipping shipping,
      Terms terms,
      Object function,
      int arguments,
      int fixed,
      long expected,
      boolean failFast,
      Sink sink) {
    this.dispatcher = dispatcher;
    this.shipping = shipping;
    this.terms = terms;
    this.function = shipping.forMany(function);
    this.arguments = arguments;
    this.fixed = fixed;
    this.expected = expected;
    this.workers = dispatcher.options().maxWorkers();
    this.failFast = failFast;
    this.sink = sink;
    this.inbox =
        terms.messages() == null
            ? null
            : new Inbox(terms.messages(), dispatcher.executor(), dispatcher::owes);
  }

  /** From its first chunk on, it shows how far it is. */
  void show(Supplier<Progress> begin) {
    shows = begin;
  }

  /** An item came to its end. */
  void one() {
    Progress shown = progress;
    if (shown != null) {
      shown.one();
    }
  }

  Recorder recorder() {
    return dispatcher.recorder();
  }

  /** An item sent a message. */
  void told(@Nullable Object message) {
    if (inbox != null) {
      inbox.add(message);
    }
  }

  boolean aborted() {
    return aborted;
  }

  @Nullable Accepted accepted() {
    return sink.accepted();
  }

  /** Adds an item; the chunk that it fills is sent. */
  void offer(@Nullable Object first, @Nullable Object second) {
    if (aborted) {
      throw ended();
    }
    Encoder encoder = shipping.arguments(function);
    try {
      if (arguments == 2) {
        encoder.value(first, "first argument of item " + (place + count));
        encoder.value(second, "second argument of item " + (place + count));
      } else {
        encoder.value(first, "item");
      }
    } catch (CodecException e) {
      RefusedException refused =
          new RefusedException(
              "item %d cannot be sent to a worker: %s".formatted(place + count, e.getMessage()), e);
      abort(refused);
      throw refused;
    }
    int length = encoder.size();
    String poisoned =
        dispatcher
            .intake()
            .quarantined(function, encoder.array(), length, "item " + (place + count));
    if (poisoned != null) {
      send();
    }
    if (payload.length - size < length + Varint.MOST) {
      payload = Arrays.copyOf(payload, Math.max(payload.length * 2, size + length + Varint.MOST));
    }
    size = Chunk.append(payload, size, encoder.array(), length);
    count++;
    if (poisoned != null) {
      refuse(new RefusedException(poisoned, null));
    } else if (count >= target() || size >= MOST_BYTES) {
      send();
    }
  }

  private int target() {
    if (fixed > 0) {
      return fixed;
    }
    double known = dispatcher.average();
    long wanted;
    if (known < 0) {
      wanted = 1L << Math.min(10, chunks / (2 * workers));
    } else {
      wanted = (long) (WORTH / Math.max(known, 20));
      // What is known may be of other tasks: it is believed by and by.
      wanted = Math.min(wanted, 8L << Math.min(24, 3L * chunks / (2L * workers)));
    }
    if (expected > 0) {
      wanted = Math.min(wanted, Math.max(1, expected / (4L * workers)));
    }
    return Math.clamp(wanted, 1, MOST_ITEMS);
  }

  /** Sends what there is. */
  void send() {
    Chunk chunk = filled();
    if (chunk == null) {
      return;
    }
    try {
      dispatcher.intake().submit(chunk);
    } catch (RefusedException e) {
      synchronized (this) {
        uncounted -= chunk.size();
      }
      abort(e);
      throw e;
    }
  }

  /** Sends nothing of what there is, as it would kill another worker. */
  private void refuse(RefusedException why) {
    Chunk chunk = filled();
    if (chunk != null) {
      dispatcher.locked(() -> recorder().submitted(chunk));
      chunk.fail(0, why, null);
    }
  }

  /** The chunk of what there is, from now on expected; null if there is none. */
  private @Nullable Chunk filled() {
    if (count == 0) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(payload, size);
    long id = dispatcher.nextId(count);
    Chunk chunk = new Chunk(this, terms, function, id, place, bytes, arguments, count);
    synchronized (this) {
      if (aborted) {
        return null; // who waits for it is told why
      }
      outstanding += count;
      uncounted += count;
    }
    place += count;
    chunks++;
    size = 0;
    count = 0;
    started(chunk);
    Supplier<Progress> begin = shows;
    if (begin != null && progress == null) {
      progress = begin.get();
    }
    return chunk;
  }

  /** A chunk is about to be sent; for those who keep them in order. */
  private void started(Chunk chunk) {
    if (sink instanceof Ordered ordered) {
      ordered.sent(chunk);
    }
  }

  /** A sink that wants to know the chunks in their order. */
  interface Ordered extends Sink {
    void sent(Chunk chunk);
  }

  /** Items that were sent and have not come back. */
  synchronized long outstanding() {
    return outstanding;
  }

  /** How many items were sent. */
  long sent() {
    return place;
  }

  int pending() {
    return count;
  }

  /** A chunk's last item came back; it is done behind what its items sent. */
  void done(Chunk chunk) {
    behind(() -> ended(chunk));
  }

  private void behind(Runnable step) {
    if (inbox == null) {
      step.run();
    } else {
      inbox.after(step);
    }
  }

  private void ended(Chunk chunk) {
    chunk.over();
    int failures = chunk.failures();
    synchronized (this) {
      if (!aborted) {
        uncounted -= chunk.size();
        recorder().ended(chunk.size() - failures, failures);
      }
    }
    sink.done(chunk);
    synchronized (this) {
      outstanding -= chunk.size();
      notifyAll();
    }
  }

  void failed(RuntimeException why) {
    if (failFast) {
      behind(() -> abort(why));
    }
  }

  /** Gives the map up: what was not begun never is, and what runs is ended. */
  void abort(RuntimeException why) {
    synchronized (this) {
      if (aborted) {
        return;
      }
      failure = why;
      aborted = true;
      recorder().ended(0, uncounted); // nobody gets them
      notifyAll();
    }
    sink.aborted(why);
    dispatcher.endings().abandon();
  }

  RuntimeException ended() {
    RuntimeException why;
    synchronized (this) {
      why = failure;
    }
    return why == null
        ? new CancellationException("the map was cancelled")
        : PoolException.local(why);
  }

  /** Waits until at most so many items are outstanding. */
  synchronized void awaitAtMost(long most) throws InterruptedException {
    while (!aborted && outstanding > most) {
      wait();
    }
  }

  /** Waits until something came back, or the map was given up. */
  synchronized void awaitDone(Chunk chunk) throws InterruptedException {
    while (!aborted && !chunk.done()) {
      wait();
    }
  }

  /** It has ended: its bar goes, and workers forget the function if they had to remember it. */
  void close() {
    Progress shown = progress;
    if (shown != null) {
      shown.close();
    }
    if (function.fixed() && function.bytes().length > Shipping.LARGE) {
      dispatcher.endings().forget(function);
    }
  }
}
