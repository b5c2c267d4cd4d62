package dev.firebreak.processes;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** The program of the children in these tests: its first argument says what goes wrong with it. */
public final class Faulty {
  private Faulty() {}

  /** What a child does. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "return" -> System.out.println("done");
      case "exit" -> System.exit(Integer.parseInt(args[1]));
      case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(args[1]));
      case "throw" -> throw new IllegalStateException("the shelf is empty");
      case "fill heap" -> fill();
      case "stay" -> {
        System.out.println("staying");
        forever();
      }
      case "flood" -> flood(Integer.parseInt(args[1]));
      case "class" -> Class.forName(args[1]);
      case "hang in hook" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(Faulty::forever));
        System.out.println("staying");
        forever();
      }
      case "listen" -> {
        try (ServerSocket server =
            new ServerSocket(Integer.parseInt(args[1]), 5, InetAddress.getLoopbackAddress())) {
          forever();
          server.getLocalPort();
        }
      }
      case "touch" -> {
        Files.createFile(Path.of(args[1]));
        forever();
      }
      case "spawn" -> {
        Process grandchild = new ProcessBuilder("sleep", "600").inheritIO().start();
        System.out.println("grandchild " + grandchild.pid());
        forever();
      }
      case "escape" -> {
        Process grandchild = new ProcessBuilder("setsid", "sleep", "600").inheritIO().start();
        System.out.println("grandchild " + grandchild.pid());
        forever();
      }
      case "busy" -> {
        System.out.println("busy");
        long sum = 0;
        while (sum >= 0) {
          sum = (sum + 1) & Long.MAX_VALUE;
        }
      }
      case "deadlock" -> deadlock();
      case "load" -> load();
      case "memory" -> memory();
      case "line" -> line();
      case "environment" -> {
        System.out.println("sees " + new TreeSet<>(System.getenv().keySet()));
        System.out.println("from outside: " + System.getProperty("from.outside"));
        forever();
      }
      case "orphan" -> {
        new ProcessBuilder("sh", "-c", "sleep 1.25 & sleep 1.25 &").start().waitFor();
        forever();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Keeps most of the heap and goes on to allocate, in threads that say how far they are. */
  static void thrash(Runnable step) {
    long most = Runtime.getRuntime().maxMemory();
    List<byte[]> kept = new ArrayList<>();
    // Serial and Parallel leave a survivor space empty, and count it out of the most.
    for (long size = 0; size < most * 0.87; size += 1024) {
      kept.add(new byte[1008]);
    }
    for (int i = 0; ; i = (i + 1) % kept.size()) {
      kept.set(i, new byte[1008]);
      step.run();
    }
  }

  /** Two threads each hold what the other one wants, and say so before they ask for it. */
  static void deadlock() throws InterruptedException {
    Object till = new Object();
    Object shelf = new Object();
    CountDownLatch both = new CountDownLatch(2);
    Thread left = new Thread(() -> hold(till, shelf, both), "left");
    left.start();
    Thread right = new Thread(() -> hold(shelf, till, both), "right");
    right.start();
    while (left.getState() != Thread.State.BLOCKED || right.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    System.out.println("deadlocked");
    left.join();
  }

  private static void hold(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      try {
        both.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      synchronized (second) {
        System.out.println("not deadlocked");
      }
    }
  }

  /** Asks for a library that there is not: whoever may ask is told so. */
  @SuppressWarnings("restricted") // that it is restricted is the point
  private static void load() {
    try {
      System.loadLibrary("of-no-machine");
    } catch (UnsatisfiedLinkError e) {
      System.out.println("may load libraries");
    } catch (IllegalCallerException e) {
      System.out.println("may load none: " + e.getMessage());
    }
  }

  private static void memory() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    java.lang.reflect.Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    try {
      type.getMethod("allocateMemory", long.class).invoke(unsafe, 8L);
      System.out.println("may allocate memory");
    } catch (java.lang.reflect.InvocationTargetException e) {
      System.out.println("may allocate none: " + e.getCause());
    }
  }

  static void forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new byte[1 << 20]);
    }
  }

  private static void flood(int bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      byte[] chunk = new byte[1 << 16];
      java.util.Arrays.fill(chunk, (byte) 'x');
      for (int sent = 0; sent < bytes; sent += chunk.length) {
        out.write(chunk);
      }
    }
  }

  /** Reads one line, says it, and dies. */
  private static void line() throws IOException {
    StringBuilder line = new StringBuilder();
    // System.in would read ahead, and what it has read dies with this program.
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        System.out.println("end of input");
        System.exit(0);
      }
      line.append((char) next);
    }
    System.out.println("got " + line);
    Runtime.getRuntime().halt(9);
  }
}
