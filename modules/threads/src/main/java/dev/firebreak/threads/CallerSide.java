package dev.firebreak.threads;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.worker.WorkerSide;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** A worker that finds classes where whoever opened the pool does. */
final class CallerSide extends WorkerSide {
  private final PoolOptions options;
  private final ClassLoader loader;

  CallerSide(PoolOptions options, Class<?> caller) {
    this.options = options;
    ClassLoader own = caller.getClassLoader();
    this.loader = own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
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
}
