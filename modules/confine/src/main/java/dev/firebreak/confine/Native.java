package dev.firebreak.confine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The few calls of the C library that the JDK has no door to, bound when first used.
 *
 * <p>The first call of a JVM costs some 40 ms, the next ones under a microsecond, so {@link
 * #warm()} is called off the hot path. Each function has a holder class of its own: a program that
 * only sends signals never pays for sockets. Without {@code --enable-native-access} nothing here is
 * touched, for the JDK would print a warning; callers ask {@link #missing()} first and take a
 * command instead.
 */
final class Native {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int ECHILD = 10;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ECONNREFUSED = 111;

  static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");
  private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

  private Native() {}

  /** What a call answered: its result, and errno, which counts only where the result is -1. */
  record Answer(long value, int errno) {
    boolean failed() {
      return value == -1;
    }
  }

  private static final class Bound {
    static final Linker LINKER = Linker.nativeLinker();
    static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    static final VarHandle ERRNO =
        Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    @SuppressWarnings("restricted") // this is the one module with native access, asked for by flag
    static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... more) {
      Linker.Option[] options = new Linker.Option[more.length + 1];
      options[0] = CAPTURE;
      System.arraycopy(more, 0, options, 1, more.length);
      return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    static MemorySegment state(Arena arena) {
      return arena.allocate(Linker.Option.captureStateLayout());
    }

    static Answer answer(long value, MemorySegment state) {
      return new Answer(value, (int) ERRNO.get(state, 0L));
    }
  }

  private static final class Kill {
    static final MethodHandle CALL =
        Bound.function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  }

  private static final class Mkfifo {
    static final MethodHandle CALL =
        Bound.function("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static final class Waitpid {
    static final MethodHandle CALL =
        Bound.function("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static final class Prctl {
    static final MethodHandle CALL =
        Bound.function(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
  }

  private static final class Klogctl {
    static final MethodHandle CALL =
        Bound.function("klogctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static final class Sockets {
    static final MethodHandle SOCKET =
        Bound.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    static final MethodHandle SENDTO =
        Bound.function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    static final MethodHandle CLOSE =
        Bound.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  /** Why no call can be made, or empty when calls can be made. */
  static Optional<String> missing() {
    if (Tool.excluded("ffm")) {
      return Optional.of("switched off by -D" + Tool.WITHOUT);
    }
    if (!LINUX && !MAC) {
      return Optional.of("untested on " + System.getProperty("os.name"));
    }
    return Native.class.getModule().isNativeAccessEnabled()
        ? Optional.empty()
        : Optional.of("this JVM was started without --enable-native-access=dev.firebreak.confine");
  }

  static boolean available() {
    return missing().isEmpty();
  }

  /** Pays for the first call now: asks whether this process exists. */
  static void warm() {
    if (available()) {
      kill(ProcessHandle.current().pid(), 0);
    }
  }

  static Answer kill(long target, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      return Bound.answer((int) Kill.CALL.invokeExact(state, (int) target, signal), state);
    } catch (Throwable thrown) {
      throw unexpected("kill", thrown);
    }
  }

  static Answer mkfifo(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      MemorySegment name = arena.allocateFrom(path);
      return Bound.answer((int) Mkfifo.CALL.invokeExact(state, name, mode), state);
    } catch (Throwable thrown) {
      throw unexpected("mkfifo", thrown);
    }
  }

  /** Takes one dead child's status away, without waiting for a living one. */
  static Answer reap(long pid) {
    int doNotHang = 1;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      MemorySegment status = arena.allocate(JAVA_INT);
      return Bound.answer(
          (int) Waitpid.CALL.invokeExact(state, (int) pid, status, doNotHang), state);
    } catch (Throwable thrown) {
      throw unexpected("waitpid", thrown);
    }
  }

  /** Asks for the orphans below this process to become its children (Linux alone). */
  static Answer becomeSubreaper() {
    int setChildSubreaper = 36;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      int value = (int) Prctl.CALL.invokeExact(state, setChildSubreaper, 1L, 0L, 0L, 0L);
      return Bound.answer(value, state);
    } catch (Throwable thrown) {
      throw unexpected("prctl", thrown);
    }
  }

  /**
   * The end of the kernel's log, of so many bytes; empty where we may not read it (Linux alone).
   */
  static Optional<String> kernelLog(int bytes) {
    int readAll = 3;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      MemorySegment text = arena.allocate(bytes);
      int read = (int) Klogctl.CALL.invokeExact(state, readAll, text, bytes);
      return read < 0
          ? Optional.empty()
          : Optional.of(
              new String(text.asSlice(0, read).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
    } catch (Throwable thrown) {
      throw unexpected("klogctl", thrown);
    }
  }

  /** Sends one datagram to a Unix socket whose address is the bytes of its sockaddr_un. */
  static Answer sendDatagram(byte[] address, byte[] message) {
    int unix = 1;
    int datagramClosedOnExec = 2 | 0x80000;
    int neverRaisePipe = 0x4000;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Bound.state(arena);
      int socket = (int) Sockets.SOCKET.invokeExact(state, unix, datagramClosedOnExec, 0);
      if (socket == -1) {
        return Bound.answer(-1, state);
      }
      MemorySegment to = arena.allocate(address.length).copyFrom(MemorySegment.ofArray(address));
      MemorySegment data = arena.allocate(message.length).copyFrom(MemorySegment.ofArray(message));
      long sent =
          (long)
              Sockets.SENDTO.invokeExact(
                  state, socket, data, (long) message.length, neverRaisePipe, to, address.length);
      Answer answer = Bound.answer(sent, state);
      int closed = (int) Sockets.CLOSE.invokeExact(state, socket);
      return closed == -1 && !answer.failed() ? Bound.answer(-1, state) : answer;
    } catch (Throwable thrown) {
      throw unexpected("sendto", thrown);
    }
  }

  private static IllegalStateException unexpected(String function, Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("calling " + function + "(2) of the C library failed", thrown);
  }
}
