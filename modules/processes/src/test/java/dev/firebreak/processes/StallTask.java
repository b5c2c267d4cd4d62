package dev.firebreak.processes;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.util.concurrent.Semaphore;

/** A task that begins well and then waits for a permit that nobody gives. */
public final class StallTask implements Task {
  /** Made by the worker. */
  public StallTask() {}

  @Override
  public void run(TaskContext context) {
    context.ready();
    context.progress();
    System.out.println("waits for a permit");
    new Semaphore(0).acquireUninterruptibly();
  }
}
