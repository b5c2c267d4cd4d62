/* Prints:
 *   the 100th prime is 541, exit status 0: NORMAL
 *   still at it after 0.3 s: true
 *   killed: signal 9 (SIGKILL)
 *   terminated, and its shutdown hook ran: signal 15 (SIGTERM)
 *   a program of its own: exit status 3
 */
package dev.firebreak.lab;

import dev.firebreak.processes.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/** No pool, one process: a function or a class with a main method, started once. */
public final class Sample20OneProcess {
  private Sample20OneProcess() {}

  /** A program as any other. */
  static final class Other {
    private Other() {}

    /** Ends with the status that it is given. */
    public static void main(String[] args) {
      System.exit(Integer.parseInt(args[0]));
    }
  }

  /** Starts four processes, one after the other. */
  public static void main(String[] args) throws Exception {
    try (ChildProcess<Integer> child = ChildProcess.start(() -> prime(100))) {
      child.join();
      System.out.println(
          "the 100th prime is "
              + child.get()
              + ", "
              + child.exit().orElseThrow()
              + ": "
              + child.verdict().orElseThrow().cause());
    }

    try (ChildProcess<Integer> child = ChildProcess.start(() -> prime(Integer.MAX_VALUE))) {
      boolean ended = child.join(Duration.ofMillis(300));
      System.out.println("still at it after 0.3 s: " + (!ended && child.isAlive()));
      child.kill();
      child.join();
      System.out.println("killed: " + child.exit().orElseThrow());
    }

    Path folder = Files.createTempDirectory("sample20");
    String hook = folder.resolve("hook").toString();
    try (ChildProcess<?> child = ChildProcess.start(() -> waitWithHook(hook))) {
      while (!Files.exists(Path.of(hook))) {
        Thread.onSpinWait();
      }
      child.terminate();
      child.join();
      System.out.println(
          "terminated, and its shutdown hook "
              + (Files.exists(Path.of(hook)) ? "did not run: " : "ran: ")
              + child.exit().orElseThrow());
    }
    Files.delete(folder);

    try (ChildProcess<?> child = ChildProcess.start(Other.class, "3")) {
      child.join();
      System.out.println("a program of its own: " + child.exit().orElseThrow());
    }
  }

  static int prime(int nth) {
    return IntStream.iterate(2, n -> n + 1)
        .filter(Sample01FirstMap::isPrime)
        .skip(nth - 1)
        .findFirst()
        .orElseThrow();
  }

  static boolean waitWithHook(String file) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Path.of(file).toFile().delete()));
    Files.createFile(Path.of(file));
    Thread.currentThread().join(); // for ever
    return true;
  }
}
