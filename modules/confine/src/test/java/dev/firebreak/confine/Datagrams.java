package dev.firebreak.confine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The service manager's end of a notify socket, for tests. */
final class Datagrams implements AutoCloseable {
  private final int socket;

  /** Listens at a path, or at an abstract name that begins with '@'. */
  Datagrams(String address) throws Throwable {
    socket =
        (int)
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                .invokeExact(1, 2, 0);
    byte[] name = address.getBytes(StandardCharsets.UTF_8);
    boolean hidden = name[0] == '@';
    if (hidden) {
      name[0] = 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bound = arena.allocate(110);
      bound.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(name, 0, bound, JAVA_BYTE, 2, name.length);
      int length = 2 + name.length + (hidden ? 0 : 1);
      int result =
          (int)
              function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT))
                  .invokeExact(socket, bound, length);
      if (result != 0) {
        throw new IllegalStateException("bind to " + address + " failed");
      }
    }
  }

  String receive() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(4096);
      long got =
          (long)
              function(
                      "recv",
                      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                  .invokeExact(socket, buffer, 4096L, 0);
      return new String(buffer.asSlice(0, got).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    try {
      int ignored =
          (int) function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(socket);
    } catch (Throwable failed) {
      throw new AssertionError(failed);
    }
  }

  @SuppressWarnings("restricted") // the test's own end of the socket
  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
