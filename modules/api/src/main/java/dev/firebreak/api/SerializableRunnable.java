package dev.firebreak.api;

import java.io.Serializable;

/** A task without a result that can be sent to another JVM. */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
