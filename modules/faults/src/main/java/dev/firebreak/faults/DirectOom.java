package dev.firebreak.faults;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Buffers outside the heap, kept until there is no room for more.
 *
 * <p>Bounded by {@code -XX:MaxDirectMemorySize}, which the lab sets; the pages are never touched.
 */
final class DirectOom implements Deed {
  private static final int PIECE = 4 << 20;
  private static final List<ByteBuffer> KEPT = new ArrayList<>();

  @Override
  public void commit() {
    while (KEPT.size() < Integer.MAX_VALUE) {
      KEPT.add(ByteBuffer.allocateDirect(PIECE));
    }
  }
}
