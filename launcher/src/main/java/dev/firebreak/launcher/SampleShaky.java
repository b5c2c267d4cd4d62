package dev.firebreak.launcher;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A child of the sample: it fails after some seconds. Runs alone, in an image of java.base. */
public final class SampleShaky implements Task {
  private static final int FIRST = 4;

  /** Called by the child. */
  public SampleShaky() {}

  @Override
  public void run(TaskContext context) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    int seconds = context.generation() == 1 ? FIRST : Integer.parseInt(context.arguments().get(0));
    System.out.println("generation " + context.generation() + " will fail in " + seconds + " s");
    for (int left = seconds; left > 0 && !context.stopping(); left--) {
      context.progress("fails in " + left + " s");
      if (never.await(1, TimeUnit.SECONDS)) {
        return;
      }
    }
    if (!context.stopping()) {
      throw new IllegalStateException("the sample fails on purpose");
    }
  }
}
