package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RemoteException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.RemoteThrowable;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * What may come back from a worker to those who submit from one module: values of the JDK that the
 * codec knows, records, enums and exceptions of that module, and what the options allow.
 */
final class Trust implements Codec.Types {
  /** Whose words both sides know. */
  private static final Module OURS = PoolOptions.class.getModule();

  private final PoolOptions options;
  private final Module module;
  private final ClassLoader loader;

  Trust(PoolOptions options, Class<?> owner) {
    this.options = options;
    this.module = owner.getModule();
    ClassLoader own = owner.getClassLoader();
    this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    if (type.getModule().equals(module)
        || type.getModule().equals(OURS)
        || options.allowed().contains(type)) {
      return null;
    }
    return "a value of %s may not come back to %s, as it belongs to %s: allow it with ProcessPool.open(options.withAllowed(%s.class))"
        .formatted(type.getName(), name(module), name(type.getModule()), type.getSimpleName());
  }

  private static String name(Module module) {
    return module.isNamed() ? "module " + module.getName() : "the class path";
  }

  @Override
  public boolean serialized() {
    return false;
  }

  @Override
  public boolean serializes() {
    return true;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    for (MethodHandles.Lookup lookup : options.lookups()) {
      if (lookup.lookupClass().getModule().equals(type.getModule())) {
        try {
          return MethodHandles.privateLookupIn(type, lookup);
        } catch (IllegalAccessException e) {
          // Of fewer rights than it was hoped; the codec says what is missing.
        }
      }
    }
    return null;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return remote(thrown);
  }

  /** Prints as the original did, and is of no class of its own. */
  static RemoteException remote(RemoteThrowable thrown) {
    RemoteException standIn = new RemoteException(thrown.type(), thrown.message(), thrown.text());
    standIn.setStackTrace(thrown.stack());
    Throwable cause = thrown.cause();
    if (cause != null) {
      standIn.initCause(cause);
    }
    thrown.suppressed().forEach(standIn::addSuppressed);
    return standIn;
  }
}
