package dev.firebreak.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that can be sent to another JVM and may throw what it likes.
 *
 * @param <T> the argument
 * @param <R> the result
 */
@FunctionalInterface
public interface SerializableFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {
  /** Applies it. */
  R apply(T argument) throws Exception;
}
