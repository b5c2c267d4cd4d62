package dev.firebreak.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A static collection that only grows, slowly: nothing is wrong until everything is.
 *
 * <p>Bounded by the heap, which the lab keeps small. What it has kept stays when it ends.
 */
final class MemoryLeak implements Deed {
  private static final int PIECE = 1 << 20;
  private static final List<byte[]> KEPT = new ArrayList<>();

  @Override
  public void commit() {
    while (KEPT.size() < Integer.MAX_VALUE) {
      KEPT.add(new byte[PIECE]);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
