package dev.firebreak.census;

import dev.firebreak.api.TaskContext;
import java.util.List;

/** A supervisor's side that counts what it is told, and asks to stop after some progress. */
final class StubContext implements TaskContext {
  private final List<String> arguments;
  private final long most;
  private long progress;

  /** {@code most}: how much progress until the stop; negative for no stop. */
  StubContext(List<String> arguments, long most) {
    this.arguments = arguments;
    this.most = most;
  }

  long counted() {
    return progress;
  }

  @Override
  public String name() {
    return "worker-1";
  }

  @Override
  public int generation() {
    return 1;
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public void ready() {}

  @Override
  public void progress() {
    progress++;
  }

  @Override
  public void progress(String note) {}

  @Override
  public boolean stopping() {
    return progress == most;
  }
}
