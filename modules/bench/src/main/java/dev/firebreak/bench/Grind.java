package dev.firebreak.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work for a processor and nothing else, and a program that does it on a thread pool: for each line
 * "ROUNDS TASKS" it reads, it submits so many tasks of so many rounds, waits for all of them, and
 * writes how many nanoseconds that took.
 *
 * <pre>Grind THREADS</pre>
 */
public final class Grind {
  private Grind() {}

  /** Takes time in proportion to the rounds, whoever runs it. */
  public static long grind(int rounds) {
    long x = rounds | 1;
    for (int i = 0; i < rounds; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  /** Called by the JVM. */
  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[0]))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answer(line.split(" ", -1), threads);
      }
    }
  }

  private static void answer(String[] words, ExecutorService threads)
      throws InterruptedException, ExecutionException, IOException {
    int rounds = Integer.parseInt(words[0]);
    int tasks = Integer.parseInt(words[1]);
    List<Future<Long>> futures = new ArrayList<>(tasks);
    long begun = System.nanoTime();
    for (int i = 0; i < tasks; i++) {
      futures.add(threads.submit(() -> grind(rounds)));
    }
    for (Future<Long> future : futures) {
      var _ = future.get();
    }
    long took = System.nanoTime() - begun;
    System.out.write((took + "\n").getBytes(StandardCharsets.US_ASCII));
    System.out.flush();
  }
}
