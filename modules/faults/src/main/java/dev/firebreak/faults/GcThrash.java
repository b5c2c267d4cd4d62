package dev.firebreak.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * A heap that is nearly full for good, and a loop that makes garbage in the rest: the collector
 * works all the time, and the program hardly.
 *
 * <p>Bounded by the heap, which the lab keeps small.
 */
final class GcThrash implements Deed {
  private static final int PIECE = 16 << 10;
  private static final double LIVE = 0.95;

  @Override
  @SuppressWarnings("InfiniteLoop") // somebody else has to end it
  public void commit() {
    Runtime runtime = Runtime.getRuntime();
    List<byte[]> live = new ArrayList<>();
    while (runtime.totalMemory() - runtime.freeMemory() < LIVE * runtime.maxMemory()) {
      live.add(new byte[PIECE]);
    }
    long turns = 0;
    while (true) {
      // Each new piece takes the place of an old one: as much lives as before.
      live.set((int) (turns++ % live.size()), new byte[PIECE]);
    }
  }
}
