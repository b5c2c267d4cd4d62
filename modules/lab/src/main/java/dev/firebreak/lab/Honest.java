package dev.firebreak.lab;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work that is well, though one clock or another may look as if it was not: what {@link Soak} holds
 * the health clocks against. Its first argument says which.
 *
 * <pre>
 * compute  uses CPU for ever and tells no progress
 * steps    tells progress ten times a second, when it gets the CPU
 * heap     collects garbage most of the time, in a heap that is half full, and tells progress
 * churn    the same, and tells none
 * idle     waits for ever and uses no CPU
 * bursts   computes for a second, and waits for two
 * locks    two threads take two locks in the wrong order, but wait for them with a limit
 * queue    waits for seconds between two pieces of work, and tells each
 * stuck    tells progress once and never again: it is not well, so that the soak is seen to notice
 * </pre>
 */
public final class Honest implements Task {
  private long sum;

  /** Made by the worker. */
  public Honest() {}

  @Override
  public void run(TaskContext context) throws InterruptedException {
    context.ready();
    switch (context.arguments().getFirst()) {
      case "compute" -> {
        while (!context.stopping()) {
          compute(100);
        }
      }
      case "steps" -> {
        while (!context.stopping()) {
          compute(100);
          context.progress();
        }
      }
      case "heap" -> heap(context, true);
      case "churn" -> heap(context, false);
      case "idle" -> pause(context, Long.MAX_VALUE);
      case "bursts" -> {
        while (!context.stopping()) {
          compute(1000);
          pause(context, 2000);
        }
      }
      case "locks" -> locks(context);
      case "queue" -> {
        while (!context.stopping()) {
          pause(context, 2000);
          context.progress();
        }
      }
      case "stuck" -> {
        context.progress();
        pause(context, Long.MAX_VALUE);
      }
      default -> throw new IllegalArgumentException(context.arguments().getFirst());
    }
    System.out.println("computed " + sum);
  }

  private void compute(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      for (int i = 0; i < 10_000; i++) {
        sum = sum * 31 + i;
      }
    }
  }

  private static void pause(TaskContext context, long millis) throws InterruptedException {
    for (long left = millis; left > 0 && !context.stopping(); left -= 100) {
      Thread.sleep(100);
    }
  }

  private void heap(TaskContext context, boolean tells) {
    List<byte[]> kept = new ArrayList<>();
    for (long size = 0; size < Runtime.getRuntime().maxMemory() / 2; size += 1024) {
      kept.add(new byte[1008]);
    }
    for (int i = 0; !context.stopping(); i = (i + 1) % kept.size()) {
      kept.set(i, new byte[1008]);
      if (tells) {
        context.progress();
      }
    }
  }

  private static void locks(TaskContext context) throws InterruptedException {
    ReentrantLock left = new ReentrantLock();
    ReentrantLock right = new ReentrantLock();
    Thread other =
        Thread.ofPlatform().daemon().name("right first").start(() -> cross(context, right, left));
    cross(context, left, right);
    other.join();
  }

  private static void cross(TaskContext context, ReentrantLock first, ReentrantLock second) {
    try {
      while (!context.stopping()) {
        first.lock();
        try {
          if (second.tryLock(5, TimeUnit.SECONDS)) {
            second.unlock();
          }
        } finally {
          first.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is to end
    }
  }
}
