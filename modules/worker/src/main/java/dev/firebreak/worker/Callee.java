package dev.firebreak.worker;

import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableFunction;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What items call, whatever it is; arguments that it does not take are null. */
interface Callee {
  /** Throws what it throws, as it is. */
  @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Throwable;

  /**
   * One that takes so many arguments.
   *
   * @return null if the object is of no type that does
   */
  static @Nullable Callee of(Object function, int arguments) {
    if (arguments == 0 && function instanceof Callable<?> callable) {
      return new OfCallable(callable);
    }
    if (arguments == 0 && function instanceof Runnable runnable) {
      return new OfRunnable(runnable);
    }
    if (arguments == 1 && function instanceof SerializableFunction<?, ?> one) {
      @SuppressWarnings("unchecked") // what it gets was checked where it was submitted
      SerializableFunction<@Nullable Object, @Nullable Object> typed =
          (SerializableFunction<@Nullable Object, @Nullable Object>) one;
      return new OfFunction(typed);
    }
    if (arguments == 2 && function instanceof SerializableBiFunction<?, ?, ?> two) {
      @SuppressWarnings("unchecked") // what it gets was checked where it was submitted
      SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object> typed =
          (SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) two;
      return new OfBiFunction(typed);
    }
    return null;
  }

  /** A lambda's implementation, see {@link LambdaBridge}. */
  final class Bridged implements Callee {
    private final BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> bridge;
    private final Otherwise otherwise;
    private @Nullable Callee other;

    /** The JDK's way to the same. */
    interface Otherwise {
      Callee get() throws Fault;
    }

    Bridged(
        BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> bridge,
        Otherwise otherwise) {
      this.bridge = bridge;
      this.otherwise = otherwise;
    }

    @Override
    public @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Throwable {
      if (other != null) {
        return other.call(first, second);
      }
      try {
        return bridge.apply(first, second);
      } catch (IncompatibleClassChangeError e) {
        if (!Trace.isOurs(e)) {
          throw e;
        }
        // What a bridge may not call, as another compiler may have it; nothing has run yet.
        other = otherwise.get();
        return other.call(first, second);
      }
    }
  }

  /** For no argument and a result. */
  record OfCallable(Callable<?> callable) implements Callee {
    @Override
    public @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Exception {
      return callable.call();
    }
  }

  /** For no argument and no result. */
  record OfRunnable(Runnable runnable) implements Callee {
    @Override
    public @Nullable Object call(@Nullable Object first, @Nullable Object second) {
      runnable.run();
      return null;
    }
  }

  /** For one argument. */
  record OfFunction(SerializableFunction<@Nullable Object, @Nullable Object> function)
      implements Callee {
    @Override
    public @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Exception {
      return function.apply(first);
    }
  }

  /** For two arguments. */
  record OfBiFunction(
      SerializableBiFunction<@Nullable Object, @Nullable Object, @Nullable Object> function)
      implements Callee {
    @Override
    public @Nullable Object call(@Nullable Object first, @Nullable Object second) throws Exception {
      return function.apply(first, second);
    }
  }
}
