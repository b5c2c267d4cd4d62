package dev.firebreak.processes;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;

/** A task that works for a while, and then in a heap that it has filled. */
public final class ThrashTask implements Task {
  /** Made by the worker. */
  public ThrashTask() {}

  @Override
  public void run(TaskContext context) {
    context.ready();
    long end = System.nanoTime() + Long.parseLong(context.arguments().getFirst()) * 1_000_000;
    long made = 0;
    while (System.nanoTime() < end) {
      made += new byte[1008].length;
      context.progress();
    }
    System.out.println("made " + made + " bytes");
    Faulty.thrash(context::progress);
  }
}
