package dev.firebreak.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap is used until the kernel kills the process for it.
 *
 * <p>Bounded by a control group of memory that the process moves itself into, so that the machine
 * lacks nothing. What it had before is not counted there: the room is for what comes. It is half of
 * the {@code -XX:MaxDirectMemorySize} that the lab sets, which would end it otherwise.
 */
final class KernelOom implements Deed {
  private static final long ROOM = 16L << 20;
  private static final int PIECE = 4 << 20;
  private static final List<ByteBuffer> KEPT = new ArrayList<>();

  @Override
  public void commit() throws IOException {
    MemoryGroup.create(ROOM).enter();
    while (KEPT.size() < Integer.MAX_VALUE) {
      KEPT.add(ByteBuffer.allocateDirect(PIECE)); // which writes zeros to all of it
    }
  }
}
