package dev.firebreak.lab;

import dev.firebreak.api.Event;
import dev.firebreak.api.Verdict;
import dev.firebreak.faults.Fault;
import dev.firebreak.faults.Group;
import dev.firebreak.faults.Need;
import dev.firebreak.report.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes findings of what was seen. */
final class Reading {
  private final Fault fault;
  private final Raw raw;
  private final Raw base;
  private final List<String> answers;

  private Reading(Fault fault, Raw raw, Raw base, List<String> answers) {
    this.fault = fault;
    this.raw = raw;
    this.base = base;
    this.answers = answers;
  }

  /**
   * Reads one run.
   *
   * @param base the same without a fault
   * @param answers the right ones
   */
  static Findings.OfHome of(Fault fault, Raw raw, Raw base, List<String> answers) {
    return new Reading(fault, raw, base, answers).read();
  }

  private Findings.OfHome read() {
    Optional<Findings.Told> verdict = verdict();
    Timeline timeline = new Timeline(fault, raw, base);
    return new Findings.OfHome(
        raw.home(),
        true,
        "",
        siblings(raw, answers),
        percentile(raw, 50),
        percentile(raw, 99),
        percentile(base, 50),
        percentile(base, 99),
        noticed().map(at -> Raw.millis(began(raw), at)),
        noticed()
            .flatMap(_ -> raw.first(Moment.Kind.BACK))
            .map(back -> Raw.millis(began(raw), back.at())),
        raw.files(),
        verdict,
        verdict.map(this::isRight),
        note(),
        timeline.lanes(),
        timeline.marks(noticed()));
  }

  /** When the fault began; where its JVM ended before it could tell, when it was submitted. */
  static Instant began(Raw raw) {
    return raw.first(Moment.Kind.BEGUN, Moment.FAULTY).map(Moment::at).orElseGet(raw::zero);
  }

  static Findings.Siblings siblings(Raw raw, List<String> answers) {
    int right = 0;
    int failed = 0;
    int wrong = 0;
    int unfinished = 0;
    for (int i = 0; i < answers.size(); i++) {
      Optional<Moment> end = raw.end(i);
      if (end.isEmpty()) {
        unfinished++;
      } else if (end.get().kind() != Moment.Kind.VALUE) {
        failed++;
      } else if (end.get().text().equals(answers.get(i))) {
        right++;
      } else {
        wrong++;
      }
    }
    return new Findings.Siblings(right, failed, wrong, unfinished);
  }

  /** Of the times of the siblings that were right. */
  private Optional<Double> percentile(Raw of, int percent) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Optional<Moment> begun = of.first(Moment.Kind.BEGUN, i);
      Optional<Moment> end = of.end(i);
      if (begun.isPresent() && end.isPresent() && end.get().text().equals(answers.get(i))) {
        times.add(Raw.millis(begun.get().at(), end.get().at()));
      }
    }
    times.sort(Comparator.naturalOrder());
    int rank = Math.ceilDiv(times.size() * percent, 100);
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(Math.max(0, rank - 1)));
  }

  /** When whoever supervises knew that something was wrong. */
  private Optional<Instant> noticed() {
    Instant from = began(raw);
    Stream<Instant> end =
        raw
            .end(Moment.FAULTY)
            .filter(moment -> moment.kind() != Moment.Kind.VALUE)
            .map(Moment::at)
            .stream();
    Stream<Instant> events =
        raw.events().stream()
            .filter(event -> event instanceof Event.OfChild of && of.child().pid() == pid())
            .filter(event -> event instanceof Event.Unhealthy || isDeath(event))
            .map(Event::at);
    return Stream.of(end, events, raw.death().stream())
        .flatMap(all -> all)
        .filter(at -> !at.isBefore(from))
        .min(Comparator.naturalOrder());
  }

  private static boolean isDeath(Event event) {
    return event instanceof Event.Ended ended && ended.verdict().cause() != Verdict.Cause.STOPPED;
  }

  /** Of the worker that had the fault; 0 if it was a thread. */
  private long pid() {
    return place(raw).map(Place::pid).orElse(0L);
  }

  /** Where the fault was. */
  static Optional<Place> place(Raw raw) {
    return raw.first(Moment.Kind.BEGUN, Moment.FAULTY)
        .or(() -> raw.end(Moment.FAULTY))
        .flatMap(moment -> Place.of(moment.worker()));
  }

  private Optional<Findings.Told> verdict() {
    Optional<Moment> end = raw.end(Moment.FAULTY);
    Optional<Findings.Told> died =
        raw.events().stream()
            .filter(Reading::isDeath)
            .map(Event.Ended.class::cast)
            .filter(ended -> pid() != 0 && ended.child().pid() == pid())
            .map(ended -> told(ended.verdict()))
            .findFirst();
    if (end.isEmpty()) {
      return died;
    }
    return switch (end.get().kind()) {
      case VALUE -> certain(Verdict.Cause.NORMAL, "it returned");
      case FAILED -> certain(Verdict.Cause.EXCEPTION, "it threw " + end.get().text());
      case LIMIT -> died.or(() -> certain(Verdict.Cause.OVERDUE, end.get().text()));
      case CRASH -> died.or(() -> Optional.of(told(end.get().text())));
      default -> Optional.empty();
    };
  }

  private static Optional<Findings.Told> certain(Verdict.Cause cause, String sentence) {
    return Optional.of(new Findings.Told(cause, Verdict.Confidence.CERTAIN, sentence));
  }

  private static Findings.Told told(Verdict verdict) {
    return new Findings.Told(verdict.cause(), verdict.confidence(), verdict.sentence());
  }

  private static Findings.Told told(String words) {
    String[] parts = words.split(" ", 3);
    return new Findings.Told(
        Verdict.Cause.valueOf(parts[0]), Verdict.Confidence.valueOf(parts[1]), parts[2]);
  }

  /** In threads, an OutOfMemoryError that comes back as the task's exception says all there is. */
  private boolean isRight(Findings.Told told) {
    return told.cause() == fault.truth().cause()
        || (raw.home().equals(Raw.THREADS)
            && fault.group() == Group.MEMORY
            && told.sentence().contains("OutOfMemoryError"));
  }

  private String note() {
    List<String> notes = new ArrayList<>();
    boolean threads = raw.home().equals(Raw.THREADS);
    if (!threads && fault.needs(Need.FRESH_WORKERS)) {
      notes.add("each task has a fresh worker (recycled after one task)");
    }
    raw.death().ifPresent(_ -> notes.add("the whole JVM ended: " + raw.deathWords()));
    Optional<Moment> end = raw.end(Moment.FAULTY);
    if (raw.death().isEmpty() && end.isEmpty()) {
      notes.add(
          (noticed().isEmpty() ? "nobody noticed: " : "")
              + "the task never ended, and the lab gave the run up");
    }
    if (threads && end.filter(it -> it.kind() == Moment.Kind.LIMIT).isPresent()) {
      notes.add("its thread cannot be ended and is left behind in the JVM");
    }
    if (raw.left() > 0) {
      notes.add(
          raw.left() == 1
              ? "a process was left behind in the system"
              : raw.left() + " processes were left behind in the system");
    }
    return String.join("; ", notes);
  }
}
