package dev.firebreak.faults;

import dev.firebreak.census.Commons;

/** Writes into a cache that others read, as a task does that takes it for its own. */
final class CacheOverwritten implements Deed {
  @Override
  public void commit() {
    Commons.weights().put("bytes", -1);
  }
}
