package dev.firebreak.processes;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes: its two streams, each drained from its birth on. Those of a spare are
 * nobody's until they become a generation's.
 */
final class Outputs {
  private static final int STDOUT_TAIL = 5;
  private static final int STDERR_TAIL = 10;

  private final Output stdout;
  private final Output stderr;

  private Outputs(Output stdout, Output stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Those of a process that was just born.
   *
   * @param line is told each line
   */
  static Outputs of(
      ProcessSpawner spawner,
      String path,
      @Nullable Member member,
      Birth.Born born,
      Consumer<String> line) {
    InputStream err = born.process().getErrorStream();
    return new Outputs(
        spawner.output(path, false, born.stdout(), marks(member, false), STDOUT_TAIL, line),
        spawner.output(path, true, err, marks(member, true), STDERR_TAIL, line));
  }

  private static @Nullable Marks marks(@Nullable Member member, boolean err) {
    return member == null ? null : member.marks(err);
  }

  Output stdout() {
    return stdout;
  }

  Output stderr() {
    return stderr;
  }

  /** They are a generation's from now on. What they held is handed on by somebody who may wait. */
  void become(int generation, Executor waiting) {
    for (Output each : List.of(stdout, stderr)) {
      if (each.become(generation)) {
        waiting.execute(each::release);
      }
    }
  }

  static List<String> tail(@Nullable Outputs some, boolean err) {
    return some == null ? List.of() : (err ? some.stderr : some.stdout).tail();
  }
}
