package dev.firebreak.launcher;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A child of the sample: it works for ever. Runs alone, in an image of java.base. */
public final class SampleSteady implements Task {
  /** Called by the child. */
  public SampleSteady() {}

  @Override
  public void run(TaskContext context) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    context.ready();
    int count = 0;
    while (!context.stopping()) {
      count++;
      System.out.println("piece " + count + " of work is done");
      context.progress("piece " + count);
      if (never.await(1, TimeUnit.SECONDS)) {
        return;
      }
    }
  }
}
