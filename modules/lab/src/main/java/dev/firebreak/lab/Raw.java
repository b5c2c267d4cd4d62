package dev.firebreak.lab;

import dev.firebreak.api.Event;
import dev.firebreak.report.Findings.Doing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of one run, before it is read.
 *
 * @param home {@code processes} or {@code threads}
 * @param moments of its trial, in the order of time
 * @param events of the supervisor, those behind the last moment left out; none of threads
 * @param death when the only JVM of all workers ended before its trial had; empty where it did not
 * @param deathWords how that looked from outside
 * @param killed whether the lab had to end it
 * @param files evidence that it left
 * @param left processes that were still there after the pool was closed, or its JVM had ended
 */
record Raw(
    String home,
    List<Moment> moments,
    List<Event> events,
    Optional<Instant> death,
    String deathWords,
    boolean killed,
    List<String> files,
    int left) {
  static final String PROCESSES = "processes";
  static final String THREADS = "threads";

  Raw {
    moments = moments.stream().sorted(java.util.Comparator.comparing(Moment::at)).toList();
    Instant end = last(moments, death);
    events = events.stream().filter(event -> !event.at().isAfter(end)).toList();
  }

  Optional<Moment> first(Moment.Kind kind) {
    return moments.stream().filter(moment -> moment.kind() == kind).findFirst();
  }

  Optional<Moment> first(Moment.Kind kind, int task) {
    return moments.stream()
        .filter(moment -> moment.kind() == kind && moment.task() == task)
        .findFirst();
  }

  /** How a task ended; empty if it did not. */
  Optional<Moment> end(int task) {
    return moments.stream().filter(moment -> moment.isEnd() && moment.task() == task).findFirst();
  }

  /** When it began, on the clock of which all times of it are counted. */
  Instant zero() {
    return first(Moment.Kind.SUBMITTED)
        .map(Moment::at)
        .orElseGet(() -> moments.isEmpty() ? Instant.EPOCH : moments.getFirst().at());
  }

  /** When the last thing happened. */
  Instant last() {
    return last(moments, death);
  }

  private static Instant last(List<Moment> moments, Optional<Instant> death) {
    Instant moment = moments.isEmpty() ? Instant.EPOCH : moments.getLast().at();
    return death.filter(at -> at.isAfter(moment)).orElse(moment);
  }

  /** Milliseconds between two instants. */
  static double millis(Instant from, Instant to) {
    return java.time.Duration.between(from, to).toNanos() / 1e6;
  }

  /** What a worker does with a task. */
  static Doing doing(int task) {
    return task == Moment.FAULTY ? Doing.FAULT : Doing.WORK;
  }
}
