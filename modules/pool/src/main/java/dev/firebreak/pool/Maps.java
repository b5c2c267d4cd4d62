package dev.firebreak.pool;

import dev.firebreak.api.MapFuture;
import dev.firebreak.api.Outcome;
import dev.firebreak.api.PoolException;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Gatherer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The maps of a pool: all at once, in the background, as streams and within streams. */
final class Maps {
  /** Items of a map that are on their way at most; their results are kept anyhow. */
  private static final long MAP_AHEAD = 1_000_000;

  private final Core core;
  private final Terms terms;

  Maps(Core core, Terms terms) {
    this.core = core;
    this.terms = terms;
  }

  /** One item, or two of a pair. */
  record Pair(@Nullable Object first, @Nullable Object second) {}

  static Iterator<?> single(Iterable<?> items) {
    return items.iterator();
  }

  static Iterator<Pair> pairs(Iterable<?> first, Iterable<?> second) {
    Iterator<?> left = first.iterator();
    Iterator<?> right = second.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left.hasNext() && right.hasNext();
      }

      @Override
      public Pair next() {
        return new Pair(left.next(), right.next());
      }
    };
  }

  static long size(Iterable<?> items) {
    return items instanceof Collection<?> known ? known.size() : 0;
  }

  private Spread spread(
      Object function,
      int arguments,
      long expected,
      long total,
      boolean failFast,
      Spread.Sink sink) {
    Spread spread =
        new Spread(
            core.dispatcher,
            core.shipping,
            terms,
            function,
            arguments,
            core.options.chunk(),
            expected,
            failFast,
            sink);
    String title = core.options.progress();
    if (!title.isEmpty()) {
      spread.show(() -> new Progress(core.screen, title, total, core::isTerminated));
    }
    return spread;
  }

  /** Keeps all chunks in their order. */
  private static final class All implements Spread.Ordered {
    final List<Chunk> chunks = new ArrayList<>();
    private final Accepted accepted;
    private final @Nullable MapFuture<?> whole;
    private volatile boolean returning;

    All(Accepted accepted, @Nullable MapFuture<?> whole) {
      this.accepted = accepted;
      this.whole = whole;
    }

    @Override
    public void sent(Chunk chunk) {
      chunks.add(chunk);
    }

    @Override
    public void done(Chunk chunk) {}

    @Override
    public Accepted accepted() {
      return accepted;
    }

    @Override
    public void aborted(RuntimeException why) {
      // Whoever reads its input may wait there for ever, unless it is who gave it up.
      if (returning) {
        return;
      }
      if (whole == null) {
        accepted.over();
      } else {
        whole.failed(PoolException.local(why));
      }
    }
  }

  private static void offerAll(Spread spread, Iterator<?> items, long ahead)
      throws InterruptedException {
    while (items.hasNext() && !spread.aborted()) {
      Object item = items.next();
      if (item instanceof Pair(Object first, Object second)) {
        spread.offer(first, second);
      } else {
        spread.offer(item, null);
      }
      if (spread.pending() == 0) {
        spread.awaitAtMost(ahead);
      }
    }
    spread.send();
    spread.awaitAtMost(0);
    if (spread.aborted()) {
      throw spread.ended();
    }
  }

  private <R extends @Nullable Object> List<R> all(
      Accepted accepted,
      Object function,
      int arguments,
      Iterator<?> items,
      long expected,
      boolean failFast,
      Of<R> of,
      @Nullable MapFuture<?> whole) {
    All all = new All(accepted, whole);
    accepted.reads();
    Spread spread = spread(function, arguments, expected, expected, failFast, all);
    if (whole != null) {
      whole.abortBy(() -> spread.abort(new CancellationException("the map was cancelled")));
    }
    try {
      offerAll(spread, items, MAP_AHEAD);
    } catch (InterruptedException e) {
      all.returning = true;
      spread.abort(new CancellationException("the thread that waited for the map was interrupted"));
      Thread.currentThread().interrupt();
      throw spread.ended();
    } catch (RuntimeException | Error e) {
      all.returning = true;
      spread.abort(new CancellationException("its input failed"));
      throw e;
    } finally {
      spread.close();
    }
    List<R> results = new ArrayList<>((int) spread.sent());
    for (Chunk chunk : all.chunks) {
      for (int i = 0; i < chunk.size(); i++) {
        results.add(of.of(chunk.result(i)));
      }
    }
    return results;
  }

  private <R extends @Nullable Object> List<R> now(
      Object function,
      int arguments,
      Iterator<?> items,
      long expected,
      boolean failFast,
      Of<R> of) {
    Accepted accepted = core.dispatcher.intake().begin();
    try {
      return all(accepted, function, arguments, items, expected, failFast, of, null);
    } finally {
      accepted.over();
    }
  }

  <R extends @Nullable Object> List<R> map(
      Object function, int arguments, Iterator<?> items, long expected) {
    return now(function, arguments, items, expected, true, new Values<>());
  }

  <R extends @Nullable Object> List<Outcome<R>> outcomes(
      Object function, Iterator<?> items, long expected) {
    return now(function, 1, items, expected, false, new Outcomes<>());
  }

  <R extends @Nullable Object> CompletableFuture<List<R>> mapAsync(
      Object function, Iterator<?> items, long expected) {
    Accepted accepted;
    try {
      accepted = core.dispatcher.intake().begin();
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
    MapFuture<R> whole = new MapFuture<>(Dispatcher.waiting(), accepted::over);
    try {
      Dispatcher.waiting()
          .execute(() ->
              whole.run(
                  () -> all(accepted, function, 1, items, expected, true, new Values<R>(), whole)));
    } catch (OutOfMemoryError e) {
      accepted.over();
      throw e;
    }
    return whole;
  }

  /** What a taker gets of a result. */
  interface Of<R extends @Nullable Object> {
    R of(@Nullable Object result);
  }

  @SuppressWarnings("unchecked") // it is what the function returned
  private static final class Values<R extends @Nullable Object> implements Of<R> {
    @Override
    @SuppressWarnings("NullAway") // null where the function may return it
    public R of(@Nullable Object result) {
      if (result instanceof Chunk.Failure(RuntimeException why)) {
        throw PoolException.local(why);
      }
      return (R) result;
    }
  }

  private static final class Outcomes<R extends @Nullable Object> implements Of<Outcome<R>> {
    private final Values<R> values = new Values<>();

    @Override
    public Outcome<R> of(@Nullable Object result) {
      return result instanceof Chunk.Failure(RuntimeException why)
          ? Outcome.of(why)
          : new Outcome.Value<>(values.of(result));
    }
  }

  <R extends @Nullable Object> Stream<R> values(
      Object function, Iterable<?> items, boolean ordered) {
    return stream(function, items, ordered, new Values<>());
  }

  <R extends @Nullable Object> Stream<Outcome<R>> streamOutcomes(
      Object function, Iterable<?> items) {
    return stream(function, items, true, new Outcomes<>());
  }

  private <R extends @Nullable Object> Stream<R> stream(
      Object function, Iterable<?> items, boolean ordered, Of<R> of) {
    Flow<R> flow = flow(function, size(items), ordered, of);
    FlowSpliterator<R> source = new FlowSpliterator<>(flow, items.iterator());
    int traits = ordered ? Spliterator.ORDERED : 0;
    return StreamSupport.stream(() -> source, traits, false).onClose(flow::close);
  }

  private <R extends @Nullable Object> Flow<R> flow(
      Object function, long total, boolean ordered, Of<R> of) {
    Flow<R> flow = new Flow<>(core.options.inFlight(), ordered, of);
    flow.of(spread(function, 1, 0, total, false, flow));
    return flow;
  }

  <T extends @Nullable Object, R extends @Nullable Object> Gatherer<T, ?, R> gatherer(
      SerializableFunction<? super T, ? extends R> function) {
    return Gatherer.<T, Flow<R>, R>ofSequential(
        () -> flow(function, 0, true, new Values<>()),
        (flow, item, downstream) -> {
          if (downstream.isRejecting()) {
            flow.close();
            return false;
          }
          flow.offer(item);
          return flow.push(downstream::push);
        },
        (flow, downstream) -> {
          boolean more = !downstream.isRejecting();
          if (more) {
            flow.last();
          }
          while (more && flow.left()) {
            more = flow.pushOne(downstream::push);
          }
          flow.close();
        });
  }
}
