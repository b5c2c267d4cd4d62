package dev.firebreak.processes;

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
import java.util.ArrayList;
import java.util.List;

/** The service manager's end of a notify socket: keeps all that it was told. */
final class Datagrams implements AutoCloseable {
  private static final int WITHOUT_WAITING = 0x40;
  private final int socket;
  private final List<String> heard = new ArrayList<>();

  /** Listens at a path. */
  Datagrams(String address) throws Throwable {
    socket =
        (int)
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT))
                .invokeExact(1, 2, 0);
    byte[] name = address.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bound = arena.allocate(110);
      bound.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(name, 0, bound, JAVA_BYTE, 2, name.length);
      int length = 2 + name.length + 1;
      int result =
          (int)
              function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT))
                  .invokeExact(socket, bound, length);
      if (result != 0) {
        throw new IllegalStateException("bind to " + address + " failed");
      }
    }
  }

  /** All that it was told so far, less the lines for people. */
  List<String> heard() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(4096);
      for (long got = receive(buffer); got > 0; got = receive(buffer)) {
        String word = new String(buffer.asSlice(0, got).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        if (!word.startsWith("STATUS=")) {
          heard.add(word.replaceAll("[0-9]{4,}", "N"));
        }
      }
    }
    return List.copyOf(heard);
  }

  private long receive(MemorySegment buffer) {
    FunctionDescriptor type =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    try {
      return (long)
          function("recv", type).invokeExact(socket, buffer, buffer.byteSize(), WITHOUT_WAITING);
    } catch (Throwable failed) {
      throw new AssertionError(failed);
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
