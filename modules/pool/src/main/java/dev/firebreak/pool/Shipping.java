package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Functional;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Turns functions and arguments into bytes, and refuses what cannot be sent, in words.
 *
 * <p>A lambda that captures nothing is encoded once, and defined once in each worker. Safe from
 * every thread.
 */
final class Shipping {
  /** What is captured beyond this is sent once to a worker for a whole map. */
  static final int LARGE = 4096;

  private final PoolOptions options;
  private final int largest;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Module, Map<ClassLoader, Codec>> codecs = new ConcurrentHashMap<>();
  private final ThreadLocal<Encoders> encoders = ThreadLocal.withInitial(Encoders::new);
  private final ClassValue<AtomicReference<@Nullable Shipped>> known =
      new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable Shipped> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  /** The encoder of one thread, for the codec that it used last. */
  private static final class Encoders {
    private @Nullable Codec codec;
    private @Nullable Encoder encoder;

    Encoder of(Codec wanted) {
      Encoder found = encoder;
      if (found == null || codec != wanted) {
        found = wanted.encoder();
        encoder = found;
        codec = wanted;
      }
      return found.reset();
    }
  }

  /**
   * Ships for one pool.
   *
   * @param largest bytes of one function with its arguments
   */
  Shipping(PoolOptions options, int largest) {
    this.options = options;
    this.largest = largest;
  }

  /** A function for a single task. */
  Shipped function(Object function) {
    if (!Functional.bare(function)) {
      return encode(function, false);
    }
    AtomicReference<@Nullable Shipped> slot = known.get(function.getClass());
    Shipped found = slot.get();
    if (found == null) {
      slot.compareAndSet(null, encode(function, true));
      found = java.util.Objects.requireNonNull(slot.get());
    }
    return found;
  }

  /** A function that each worker keeps. */
  Shipped fixed(Object function) {
    return encode(function, true);
  }

  /** A function that came as bytes, and which each worker keeps. */
  Shipped raw(byte[] function, String title, Codec codec) {
    return new Shipped(numbers.getAndIncrement(), true, new Shipped.Bytes(function), title, codec);
  }

  /** A function for many items: sent once to each worker if it is large. */
  Shipped forMany(Object function) {
    Shipped shipped = function(function);
    return shipped.fixed() || shipped.bytes().length <= LARGE
        ? shipped
        : new Shipped(
            numbers.getAndIncrement(), true, shipped.bytes0(), shipped.title(), shipped.codec());
  }

  private Shipped encode(Object function, boolean fixed) {
    refuseShared(function);
    Codec codec = codec(function.getClass());
    Encoder encoder = encoders.get().of(codec);
    encoder.limit(largest);
    try {
      encoder.function(function, "task");
    } catch (CodecException e) {
      throw refused(e);
    }
    return new Shipped(
        fixed ? numbers.getAndIncrement() : 0,
        fixed,
        new Shipped.Bytes(encoder.copy()),
        Functional.title(function),
        codec);
  }

  Codec codec(Class<?> owner) {
    ClassLoader loader = owner.getClassLoader();
    ClassLoader key = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    return codecs
        .computeIfAbsent(owner.getModule(), _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(key, _ -> new Codec(new Trust(options, owner)));
  }

  /** An encoder for arguments; of this thread, until it asks again. */
  Encoder arguments(Shipped function) {
    Encoder encoder = encoders.get().of(function.codec());
    encoder.limit(largest);
    return encoder;
  }

  static RefusedException refused(CodecException e) {
    return new RefusedException(
        "the task cannot be sent to a worker: %s; nothing was run".formatted(e.getMessage()), e);
  }

  /** Refuses what only works within one JVM, naming what takes its place. */
  private static void refuseShared(Object function) {
    String why = Functional.shared(function);
    if (why != null) {
      throw new RefusedException(why, null);
    }
  }
}
