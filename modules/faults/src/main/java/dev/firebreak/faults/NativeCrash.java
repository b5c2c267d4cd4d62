package dev.firebreak.faults;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native code that writes to where nothing is. It was granted native access. */
@SuppressWarnings("restricted") // it is the point
final class NativeCrash implements Deed {
  @Override
  public void commit() {
    MemorySegment nowhere = MemorySegment.ofAddress(Long.BYTES).reinterpret(Long.BYTES);
    nowhere.set(ValueLayout.JAVA_LONG, 0, 1);
  }
}
