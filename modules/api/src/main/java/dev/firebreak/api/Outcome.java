package dev.firebreak.api;

import org.jspecify.annotations.Nullable;

/**
 * How one item of a map ended. Every item has exactly one.
 *
 * @param <R> the results
 */
public sealed interface Outcome<R extends @Nullable Object> {
  /**
   * The result; where there is none, throws what {@link Pool#map} would.
   *
   * @throws PoolException whose type says whose fault it is
   */
  R orThrow();

  /**
   * How an item ended that has no result, for who implements a pool; not of one that was cancelled,
   * which has no outcome.
   */
  static <R extends @Nullable Object> Outcome<R> of(RuntimeException why) {
    return switch (why) {
      case LimitException limit -> new Timeout<>(limit);
      case WorkerDiedException died -> new Crash<>(died);
      case PoolException other -> new Failure<>(other);
      default -> new Failure<>(new ResultException(String.valueOf(why.getMessage()), why));
    };
  }

  /** It returned. */
  record Value<R extends @Nullable Object>(R value) implements Outcome<R> {
    @Override
    public R orThrow() {
      return value;
    }
  }

  /** It threw, or its result could not be sent; the pool and its worker go on. */
  record Failure<R extends @Nullable Object>(PoolException exception) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw exception;
    }
  }

  /** A limit struck. */
  record Timeout<R extends @Nullable Object>(LimitException exception) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw exception;
    }
  }

  /** Its worker died while it ran it. */
  record Crash<R extends @Nullable Object>(WorkerDiedException exception) implements Outcome<R> {
    @Override
    public R orThrow() {
      throw exception;
    }
  }
}
