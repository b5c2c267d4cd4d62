package dev.firebreak.api;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A task with a result that can be sent to another JVM. A lambda or method reference that is given
 * where one of these is asked for is serializable without a cast.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface SerializableCallable<T extends @org.jspecify.annotations.Nullable Object>
    extends Callable<T>, Serializable {}
