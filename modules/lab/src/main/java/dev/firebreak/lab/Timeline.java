package dev.firebreak.lab;

import dev.firebreak.api.Event;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Verdict;
import dev.firebreak.faults.Fault;
import dev.firebreak.report.Findings.Doing;
import dev.firebreak.report.Findings.Happening;
import dev.firebreak.report.Findings.Lane;
import dev.firebreak.report.Findings.Mark;
import dev.firebreak.report.Findings.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each worker of a run did when, as lanes of spans, and what happened at once, as marks. */
final class Timeline {
  private final Fault fault;
  private final Raw raw;
  private final Instant zero;
  private final Instant last;
  private final SortedMap<String, List<Span>> lanes = new TreeMap<>();

  /**
   * The timeline of a run.
   *
   * @param base the same run without a fault
   */
  Timeline(Fault fault, Raw raw, Raw base) {
    this.fault = fault;
    this.raw = raw;
    this.zero = raw.zero();
    this.last = raw.last();
    for (Moment moment : base.moments()) {
      Place.of(moment.worker()).ifPresent(place -> spans(place.lane()));
    }
    raw.moments().stream().filter(it -> it.kind() == Moment.Kind.BEGUN).forEach(this::task);
    births();
    raw.death().ifPresent(at -> down(at, base));
  }

  private List<Span> spans(String lane) {
    return lanes.computeIfAbsent(lane, _ -> new ArrayList<>());
  }

  private void task(Moment begun) {
    Optional<Moment> end = raw.end(begun.task());
    Optional<Place> place =
        Place.of(begun.worker()).or(() -> end.flatMap(moment -> Place.of(moment.worker())));
    if (place.isEmpty()) {
      return;
    }
    boolean faulty = begun.task() == Moment.FAULTY;
    boolean stuck = faulty && end.filter(it -> it.kind() != Moment.Kind.LIMIT).isEmpty();
    Doing doing = stuck ? Doing.STUCK : faulty ? Doing.FAULT : Doing.WORK;
    String label = faulty ? fault.title() : "sibling-" + (begun.task() + 1);
    add(place.get().lane(), begun.at(), end.map(Moment::at).orElse(last), doing, label);
  }

  private void add(String lane, Instant from, Instant to, Doing doing, String label) {
    double begin = Math.max(0, Raw.millis(zero, from));
    double end = Raw.millis(zero, to);
    if (end > begin) {
      spans(lane).add(new Span(begin, end, doing, label));
    }
  }

  /** Between two lives of a worker process. */
  private void births() {
    Map<String, Instant> ended = new HashMap<>();
    Map<String, Instant> spawned = new HashMap<>();
    for (Event event : raw.events()) {
      if (!(event instanceof Event.OfChild of)) {
        continue;
      }
      String lane = of.child().name();
      switch (event) {
        case Event.Ended _ -> ended.put(lane, event.at());
        case Event.Spawned _ -> {
          spawned.put(lane, event.at());
          Optional.ofNullable(ended.remove(lane))
              .ifPresent(at -> add(lane, at, event.at(), Doing.DOWN, ""));
        }
        case Event.Ready _ ->
            Optional.ofNullable(spawned.remove(lane))
                .ifPresent(at -> add(lane, at, event.at(), Doing.START, ""));
        default -> {} // nothing that a lane shows
      }
    }
    ended.forEach((lane, at) -> add(lane, at, last, Doing.DOWN, ""));
  }

  /** From the end of the only JVM on there is nothing, for as long as the work would have taken. */
  private void down(Instant at, Raw base) {
    double until = Math.max(Raw.millis(base.zero(), base.last()), 1.1 * Raw.millis(zero, at));
    double from = Math.max(0, Raw.millis(zero, at));
    lanes.values().forEach(spans -> spans.add(new Span(from, until, Doing.DOWN, "")));
  }

  List<Lane> lanes() {
    List<Lane> all = new ArrayList<>();
    lanes.forEach((name, spans) -> {
      spans.sort(Comparator.comparingDouble(Span::fromMs));
      all.add(new Lane(name, spans));
    });
    return all;
  }

  /** What happened at once, in the order of time. */
  List<Mark> marks(Optional<Instant> noticed) {
    String lane = Reading.place(raw).map(Place::lane).orElse("");
    List<Mark> marks = new ArrayList<>();
    marks.add(mark(Reading.began(raw), Happening.FAULT, lane, fault.title()));
    noticed.ifPresent(at -> marks.add(mark(at, Happening.NOTICED, lane, "")));
    for (Event event : raw.events()) {
      if (event instanceof Event.StopStep step && step.rung() == Rung.KILL) {
        marks.add(mark(event.at(), Happening.KILL, step.child().name(), step.why()));
      }
      if (event instanceof Event.Ended ended && ended.verdict().cause() != Verdict.Cause.STOPPED) {
        marks.add(
            mark(
                event.at(), Happening.DEATH, ended.child().name(), ended.verdict().cause().name()));
      }
    }
    raw.death()
        .ifPresent(at -> {
          if (raw.killed()) {
            marks.add(mark(at, Happening.KILL, "", "the lab gave the run up"));
          }
          marks.add(mark(at, Happening.DEATH, "", raw.deathWords()));
        });
    raw.first(Moment.Kind.BACK)
        .filter(_ -> noticed.isPresent())
        .ifPresent(back -> marks.add(mark(back.at(), Happening.BACK, lane, "")));
    marks.sort(Comparator.comparingDouble(Mark::ms));
    return marks;
  }

  private Mark mark(Instant at, Happening kind, String lane, String label) {
    return new Mark(Math.max(0, Raw.millis(zero, at)), kind, lane, label);
  }
}
