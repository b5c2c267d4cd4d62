package dev.firebreak.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks for memory until there is none, and keeps it: a file that says it is larger than it is.
 *
 * <p>Bounded by the heap, which the lab keeps small.
 */
final class HeapOom implements Deed {
  private static final int MEGABYTE = 1 << 20;

  @Override
  public void commit() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new byte[MEGABYTE]);
    }
  }
}
