package dev.firebreak.faults;

import dev.firebreak.census.Commons;

/**
 * A class whose initializer fails once: from then on it is a NoClassDefFoundError for everybody,
 * though what it failed for has passed.
 */
final class ClassPoisoned implements Deed {
  @Override
  public void commit() {
    System.setProperty(Commons.UNIT, "a thousand");
    try {
      throw new IllegalStateException("initialized: " + Commons.Scale.thousands(1));
    } finally {
      System.clearProperty(Commons.UNIT);
    }
  }
}
