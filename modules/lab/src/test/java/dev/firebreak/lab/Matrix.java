package dev.firebreak.lab;

import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.lab.Cell.Apart;
import dev.firebreak.lab.Cell.Died;
import dev.firebreak.lab.Cell.Failed;
import dev.firebreak.lab.Cell.GivenUp;
import dev.firebreak.lab.Cell.NoResult;
import dev.firebreak.lab.Cell.Overdue;
import dev.firebreak.lab.Cell.Refused;
import dev.firebreak.lab.Cell.Thrown;
import dev.firebreak.lab.Cell.Unharmed;
import dev.firebreak.lab.Cell.Why;
import java.util.List;

/**
 * Every failure in every phase has one outcome: this is the table. MatrixTest runs each of its
 * cells, and MATRIX.md is it in print.
 */
final class Matrix {
  /** Threads are left out: most of these failures would end this JVM, that of the tests. */
  static final List<Home> HOMES = List.of(Home.PROCESSES);

  private Matrix() {}

  static Cell cell(Home home, Phase phase, Fault fault) {
    return switch (home) {
      case PROCESSES -> ofProcesses(phase, fault);
      case THREADS -> throw new IllegalArgumentException("most of it would end this JVM");
    };
  }

  private static Cell ofProcesses(Phase phase, Fault fault) {
    return switch (phase) {
      case ENCODE_ARGUMENT -> encodeArgument(fault);
      case DECODE_ARGUMENT -> inItsWorker(fault, new Failed("could not be decoded"));
      case LOAD_CLASS -> inItsWorker(fault, new Failed("threw"));
      case INITIALIZE ->
          switch (fault) {
            case EXCEPTION, ERROR, OVERFLOW -> new GivenUp();
            case EXIT, HALT, SIGKILL, SIGSEGV, HEAP, METASPACE, DIRECT, THREADS -> REPLACED;
            case STALL, SIGSTOP, HALF_FRAME -> REPLACED;
          };
      case RUN -> inItsWorker(fault, new Failed("threw"));
      case ENCODE_RESULT -> inItsWorker(fault, new NoResult("cannot be sent"));
      case DECODE_RESULT -> decodeResult(fault);
      case IDLE ->
          switch (fault) {
            case EXCEPTION, ERROR, OVERFLOW, STALL -> new Unharmed(false);
            case EXIT, HALT, SIGKILL, SIGSEGV, HEAP, METASPACE, DIRECT, THREADS -> REPLACED;
            case SIGSTOP, HALF_FRAME -> REPLACED;
          };
      case STOPPING ->
          switch (fault) {
            case EXCEPTION, ERROR, OVERFLOW, EXIT, HALT, SIGKILL, SIGSEGV -> REPLACED;
            case HEAP, METASPACE, DIRECT, THREADS, STALL, SIGSTOP, HALF_FRAME -> REPLACED;
          };
    };
  }

  private static final Cell REPLACED = new Unharmed(true);

  /** Where user code runs in the worker for one task. */
  private static Cell inItsWorker(Fault fault, Cell thrown) {
    return switch (fault) {
      case EXCEPTION, ERROR, OVERFLOW -> thrown;
      case EXIT -> new Died(Cause.EXIT_CODE);
      case HALT -> new Died(Cause.HALT);
      case SIGKILL -> new Died(Cause.KILLED);
      case SIGSEGV -> new Died(Cause.NATIVE_CRASH);
      case HEAP -> new Died(Cause.HEAP_OOM);
      case METASPACE -> new Died(Cause.METASPACE_OOM);
      case DIRECT -> new Died(Cause.DIRECT_OOM);
      case THREADS -> new Died(Cause.THREADS_OOM);
      case STALL, SIGSTOP -> new Overdue("SIGTERM");
      case HALF_FRAME -> new Died(Cause.LINK_BROKEN);
    };
  }

  private static Cell encodeArgument(Fault fault) {
    return switch (fault) {
      case EXCEPTION, ERROR, OVERFLOW -> new Refused("taking it apart threw");
      case HEAP, THREADS -> new Thrown(OutOfMemoryError.class);
      case EXIT, HALT, SIGKILL, SIGSEGV, METASPACE, DIRECT -> new Apart(Why.CALLER);
      case STALL, SIGSTOP, HALF_FRAME -> new Apart(Why.CALLER);
    };
  }

  private static Cell decodeResult(Fault fault) {
    return switch (fault) {
      case EXCEPTION, ERROR, OVERFLOW, HEAP, THREADS -> new NoResult("cannot be taken");
      case EXIT, HALT, SIGKILL, SIGSEGV, METASPACE, DIRECT -> new Apart(Why.CALLER);
      case SIGSTOP, HALF_FRAME -> new Apart(Why.CALLER);
      case STALL -> new Apart(Why.CALLER_STALLS);
    };
  }

  /** What is printed in a cell. */
  interface Word {
    String of(Home home, Phase phase, Fault fault);
  }

  /** The table in print; a cell is what the function makes of it. */
  static String print(Word word) {
    StringBuilder text = new StringBuilder();
    for (Home home : HOMES) {
      text.append("\n## ").append(home.title()).append("\n\n| |");
      for (Phase phase : Phase.values()) {
        text.append(' ').append(phase.title()).append(" |");
      }
      text.append("\n|").append("---|".repeat(Phase.values().length + 1)).append('\n');
      for (Fault fault : Fault.values()) {
        text.append("| ").append(fault.title()).append(" |");
        for (Phase phase : Phase.values()) {
          text.append(' ').append(word.of(home, phase, fault)).append(" |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
