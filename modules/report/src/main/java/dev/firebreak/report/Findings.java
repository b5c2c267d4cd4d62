package dev.firebreak.report;

import dev.firebreak.api.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one run of the lab has found. Its JSON is this record's own, by the rule of {@code
 * dev.firebreak.processes.Json}: each component is a member, an empty {@link Optional} is left out.
 * All times are milliseconds; those of spans and marks count from when the faulty run's tasks were
 * submitted.
 *
 * @param version of this shape: 1. Members are only ever added.
 * @param at when it began
 * @param command what was typed
 * @param price what the same work costs without a fault; empty where that was not asked for
 */
public record Findings(
    int version,
    Instant at,
    String command,
    Machine machine,
    Work work,
    List<OfFault> faults,
    List<Price> price) {
  /** The version that is written. */
  public static final int VERSION = 1;

  /** Copies what it is given. */
  public Findings {
    faults = List.copyOf(faults);
    price = List.copyOf(price);
  }

  /** Where it ran. */
  public record Machine(String os, int processors, long memoryBytes, String java) {}

  /**
   * What the tasks do.
   *
   * @param what in words, such as {@code class files of this JDK}
   * @param units how many of those there are in all tasks together
   * @param tasks how many tasks, the faulty one not counted
   */
  public record Work(String what, long units, int tasks) {}

  /**
   * One fault of the catalogue, in each home.
   *
   * @param name as on the command line
   * @param group exit, memory, stuck, native, signal, output, state, protocol or process
   * @param story one sentence
   * @param truth why a process with this fault ends: the verdict that is right. Empty where the
   *     fault ends no process
   */
  public record OfFault(
      String name,
      String title,
      String group,
      String story,
      Optional<Verdict.Cause> truth,
      List<OfHome> homes) {
    /** Copies what it is given. */
    public OfFault {
      homes = List.copyOf(homes);
    }
  }

  /**
   * One fault in one home.
   *
   * @param home {@code processes} or {@code threads}
   * @param ran whether it was run there; where not, {@code reason} says why and the rest is empty
   * @param p50Ms half of the siblings that were right took no longer, from their begin to their end
   * @param p99Ms and nearly all of them
   * @param p50BaseMs the same in a run without a fault, in the same home
   * @param noticedMs from the fault to when whoever supervises knew; empty where it never did
   * @param continuedMs from the fault to when the place of the faulty task took work again; empty
   *     where it never did
   * @param evidence names of files that tell of the end
   * @param verdict why the faulty task's worker ended, or how the task did; empty where it ended
   *     well
   * @param verdictRight whether that is the truth; empty where there is no verdict to judge
   * @param note what else a reader should know, or nothing
   * @param lanes what each worker did when
   */
  public record OfHome(
      String home,
      boolean ran,
      String reason,
      Siblings siblings,
      Optional<Double> p50Ms,
      Optional<Double> p99Ms,
      Optional<Double> p50BaseMs,
      Optional<Double> p99BaseMs,
      Optional<Double> noticedMs,
      Optional<Double> continuedMs,
      List<String> evidence,
      Optional<Told> verdict,
      Optional<Boolean> verdictRight,
      String note,
      List<Lane> lanes,
      List<Mark> marks) {
    /** Copies what it is given. */
    public OfHome {
      evidence = List.copyOf(evidence);
      lanes = List.copyOf(lanes);
      marks = List.copyOf(marks);
    }
  }

  /**
   * What became of the tasks beside the faulty one.
   *
   * @param right finished with the right answer
   * @param failed ended with a failure
   * @param wrong finished with a wrong answer
   * @param unfinished neither, when the run was given up or its JVM had ended
   */
  public record Siblings(int right, int failed, int wrong, int unfinished) {
    /** None at all. */
    public static final Siblings NONE = new Siblings(0, 0, 0, 0);

    /** All that have no right answer. */
    public int lost() {
      return failed + wrong + unfinished;
    }

    /** All of them. */
    public int all() {
      return right + lost();
    }
  }

  /** A verdict, without its numbers. */
  public record Told(Verdict.Cause cause, Verdict.Confidence confidence, String sentence) {}

  /** A worker, such as {@code worker-1}, and what it did, in the order of time. */
  public record Lane(String name, List<Span> spans) {
    /** Copies what it is given. */
    public Lane {
      spans = List.copyOf(spans);
    }
  }

  /** From then to then; {@code label}: what it worked on, or nothing. */
  public record Span(double fromMs, double toMs, Doing kind, String label) {}

  /** What a worker does. */
  public enum Doing {
    /** A sibling's work. */
    WORK,
    /** The faulty task. */
    FAULT,
    /** A task that will never end. */
    STUCK,
    /** Nothing: it has ended. */
    DOWN,
    /** It is being started. */
    START
  }

  /** Something that happened at once; {@code lane} is empty where it happened to all. */
  public record Mark(double ms, Happening kind, String lane, String label) {}

  /** What happens. */
  public enum Happening {
    /** The fault begins. */
    FAULT,
    /** Whoever supervises knows of it. */
    NOTICED,
    /** A kill is sent. */
    KILL,
    /** A JVM has ended. */
    DEATH,
    /** The lane takes work again. */
    BACK
  }

  /**
   * What the work costs without a fault, in one way: the median of some repetitions.
   *
   * @param way {@code one thread}, {@code threads, cold}, {@code threads, warm}, {@code processes,
   *     cold} or {@code processes, warm}
   * @param wallMs from before the pool is opened, where it is not warm, to the last result
   * @param cpuMs user and system time of all JVMs that took part
   * @param memoryBytes of all JVMs together at their most, shared pages counted once
   * @param startMs until the first worker is ready; empty where there is nothing to start
   */
  public record Price(
      String way,
      double wallMs,
      Optional<Double> cpuMs,
      Optional<Long> memoryBytes,
      Optional<Double> startMs) {}
}
