package dev.firebreak.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What tasks of these trials do to the JVM that they run in. */
@SuppressWarnings({
  "TypeParameterUnusedInFormals",
  "DoNotCallSuggester",
  "DuplicateBranches",
  "UnusedTypeParameter",
  "InfiniteRecursion"
}) // faults do what no program should
final class Deeds {
  /** The descriptor on which a worker speaks to its parent. */
  private static final String TO_PARENT = "/proc/self/fd/4";

  private Deeds() {}

  /** An exception that everybody knows. */
  static <T> T fail() {
    throw new IllegalStateException("the shelf is empty");
  }

  static <T> T error() {
    throw new AssertionError("two and two are five");
  }

  static <T> T exit() {
    System.exit(42);
    return stall();
  }

  static <T> T halt() {
    Runtime.getRuntime().halt(43);
    return stall();
  }

  /** A signal to this JVM, by a program of its own. */
  static <T> T signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + ProcessHandle.current().pid()).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return stall();
  }

  /** Writes to where nothing is; needs native access. */
  @SuppressWarnings("restricted") // it is the point
  static <T> T segfault() {
    MemorySegment.ofAddress(8).reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 1);
    return stall();
  }

  static <T> T fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new byte[1 << 20]);
    }
    return stall();
  }

  /** The same error, and everybody else's memory stays as it is. */
  static <T> T askForTooMuch() {
    return new long[Integer.MAX_VALUE].length > 0 ? stall() : stall();
  }

  /** The same class again and again, each time another one's. */
  static <T> T fillMetaspace() {
    byte[] bytes;
    try (InputStream in = Deeds.class.getResourceAsStream("Deeds.class")) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<Object> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new Copies().define(bytes));
    }
    return stall();
  }

  private static final class Copies extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(Deeds.class.getName(), bytes, 0, bytes.length);
    }
  }

  static <T> T fillDirect() {
    List<ByteBuffer> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(ByteBuffer.allocateDirect(1 << 26));
    }
    return stall();
  }

  /** As where the system has no more threads to give: there is no room for that stack. */
  static <T> T fillThreads() {
    new Thread(null, () -> {}, "none", 1L << 46).start();
    return stall();
  }

  static <T> T overflow() {
    return Deeds.<T>overflow(1) > 0 ? stall() : stall();
  }

  private static <T> int overflow(int depth) {
    return overflow(depth + 1) + depth;
  }

  /** Never comes back, and no interrupt has an effect on it. */
  @SuppressWarnings("InfiniteLoop") // it is the point
  static <T> T stall() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // That is what it is about.
      }
    }
  }

  /** Begins a frame to the parent; what this JVM says next is taken for its end. */
  static <T> T writeHalfAFrame() {
    speak(new byte[] {0, 0, 0, 20, 0x24, 1, 2, 3});
    return stall();
  }

  /** Says what is no frame. */
  static void speak(byte[] bytes) {
    try (FileOutputStream out = new FileOutputStream(TO_PARENT)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes to stdout as native code does, past System.out. */
  static void printNatively(String text) {
    try {
      new FileOutputStream(FileDescriptor.out).write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Another program, with this one's stdout and stderr. */
  static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  static boolean isAlive(long pid) {
    // A zombie is not alive: its parent has only not asked yet.
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
