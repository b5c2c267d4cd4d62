package dev.firebreak.pool;

import dev.firebreak.api.PoolException;
import dev.firebreak.link.Varint;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Some consecutive items of a map; each is a task of its own. */
final class Chunk extends Job {
  /** In the place of a result. */
  record Failure(RuntimeException why) {}

  final Spread spread;

  /** The place in the map of its first item. */
  final long place;

  private final @Nullable Object[] results;
  private final AtomicInteger left;
  private volatile boolean done;

  /**
   * Where slices began that were sent and are not the whole; written under the dispatcher's lock.
   */
  private volatile int[] cuts = {};

  Chunk(
      Spread spread,
      Terms terms,
      Shipped function,
      long id,
      long place,
      byte[] payload,
      int arguments,
      int count) {
    super(terms, function, id, payload, arguments, count);
    this.spread = spread;
    this.place = place;
    this.results = new Object[count];
    this.left = new AtomicInteger(count);
  }

  int size() {
    return results.length;
  }

  /** A {@link Failure}, or what the function returned; when {@link #done}. */
  @Nullable Object result(int item) {
    return results[item];
  }

  boolean done() {
    return done;
  }

  @Override
  int bytes() {
    return payload.length + (function.fixed() ? 0 : function.bytes().length);
  }

  @Override
  byte[] wire(Slice slice) {
    boolean whole = slice.from == 0 && slice.to == results.length;
    if (slice.from > 0 && sentWith(slice.from) != slice.from) {
      int[] more = Arrays.copyOf(cuts, cuts.length + 1);
      more[cuts.length] = slice.from;
      cuts = more;
    }
    int from = whole ? 0 : offset(slice.from);
    int length = (slice.to == results.length ? payload.length : offset(slice.to)) - from;
    if (!function.fixed()) {
      return inline(function.bytes(), payload, from, length);
    }
    return whole ? payload : Arrays.copyOfRange(payload, from, from + length);
  }

  /** The first of the items that were sent together with one. */
  private int sentWith(int item) {
    int first = 0;
    for (int cut : cuts) {
      if (cut <= item && cut > first) {
        first = cut;
      }
    }
    return first;
  }

  /** How many of its items have no result. */
  int failures() {
    int failures = 0;
    for (Object result : results) {
      failures += result instanceof Failure ? 1 : 0;
    }
    return failures;
  }

  /** Where the length of an item's arguments stands, and behind it these. */
  int offset(int item) {
    Records walk = new Records(payload, payload.length);
    return walk.skip(item);
  }

  @Override
  boolean abandoned() {
    return spread.aborted();
  }

  @Override
  @Nullable Accepted accepted() {
    return spread.accepted();
  }

  @Override
  void settle(Lane by, int item, int kind, long nanos, byte[] record, int from, int length) {
    if (nanos > 0) {
      int first = sentWith(item);
      spread
          .recorder()
          .ran(by.hand().worker(), by.ledger.moved(), this, first, item + 1 - first, nanos);
    }
    Object value;
    try {
      value = by.results().value(this, item, kind, record, from, length);
    } catch (PoolException e) {
      value = new Failure(e);
    }
    put(item, value);
  }

  @Override
  void fail(int item, RuntimeException why, @Nullable Lane by) {
    put(item, new Failure(why));
  }

  @Override
  void told(@Nullable Object message) {
    spread.told(message);
  }

  private void put(int item, @Nullable Object value) {
    results[item] = value;
    spread.one();
    if (value instanceof Failure failure) {
      spread.failed(failure.why());
    }
    if (left.decrementAndGet() == 0) {
      spread.done(this);
    }
  }

  /** All its results are there, and what its items sent was told. */
  void over() {
    done = true;
  }

  /** Appends an item's arguments to a payload. */
  static int append(byte[] into, int at, byte[] bytes, int length) {
    int behind = Varint.put(into, at, length);
    System.arraycopy(bytes, 0, into, behind, length);
    return behind + length;
  }
}
