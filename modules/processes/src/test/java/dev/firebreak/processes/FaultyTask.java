package dev.firebreak.processes;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;

/** A task that says that it is ready, and returns when it is asked to. */
public final class FaultyTask implements Task {
  /** Made by the worker. */
  public FaultyTask() {}

  @Override
  public void run(TaskContext context) throws Exception {
    context.progress("at work");
    context.ready();
    while (!context.stopping()) {
      Thread.sleep(5);
    }
    System.out.println("asked, so it returns");
  }
}
