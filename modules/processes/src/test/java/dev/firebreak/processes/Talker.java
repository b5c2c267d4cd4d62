package dev.firebreak.processes;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;

/** A child that says a word, and halts as soon as a file is there. */
public final class Talker implements Task {
  /** Made by the worker. */
  public Talker() {}

  @Override
  public void run(TaskContext context) throws Exception {
    context.ready();
    System.out.println("at work");
    context.progress("still at it");
    Path sign = Path.of(context.arguments().getFirst());
    while (!Files.exists(sign)) {
      Thread.sleep(5);
    }
    Runtime.getRuntime().halt(42);
  }
}
