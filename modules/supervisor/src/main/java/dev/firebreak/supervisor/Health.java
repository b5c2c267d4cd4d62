package dev.firebreak.supervisor;

import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.supervisor.Clock.Finding;
import dev.firebreak.supervisor.Clock.Grade;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of one process: its stages, its clocks, its probe, and the ladder that is climbed when
 * one of them stands still.
 *
 * <pre>
 * well --finding--> OBSERVE --the next look finds it too--> DUMP --no better--> DRAIN --> RESTART
 *   ^                  |                                     |                    |
 *   '---- recovered ---'-------------------------------------'--- of a pool ------'
 * </pre>
 *
 * <p>For maintainers: {@code floor} is the earliest time that the process may be blamed from: when
 * a stage began, or when the supervisor itself came back from a pause. Steps are taken at looks,
 * not by timers, so that our own pauses shorten none of them. What cannot be drained is not: a
 * program that is no task cannot be asked, and who is stopped or deadlocked cannot end what it
 * runs.
 */
final class Health {
  private final Context context;
  private final Run run;
  private final Limits limits;
  private final BeatClock beat;
  private final IdleClock idle;
  private final List<Clock> work;
  private Stage stage = Stage.SPAWN;
  private long stageSince;
  private long floor;
  private long clipped;
  private @Nullable Climb climb;

  /** Where on the ladder it is, and for which clock. */
  private static final class Climb {
    final String clock;
    Step step = Step.OBSERVE;
    long since;
    @Nullable Dump dump;

    Climb(String clock, long since) {
      this.clock = clock;
      this.since = since;
    }
  }

  Health(Context context, Run run, Limits limits, long now) {
    this.context = context;
    this.run = run;
    this.limits = limits;
    this.stageSince = now;
    this.floor = now;
    this.beat = new BeatClock(run.worker, limits);
    this.idle = new IdleClock(run.worker, limits, () -> run.dump(_ -> {}), now);
    this.work =
        List.of(
            beat,
            idle,
            new UsefulClock(run.worker, limits, now),
            new ProgressClock(run.worker, limits));
  }

  void entered(Stage next, long now) {
    stage = next;
    stageSince = now;
    floor = now;
    work.forEach(clock -> clock.excuse(now));
  }

  void excuse(long pause, long now) {
    clipped = run.worker.lastBeat() > floor ? pause : clipped + pause;
    stageSince += pause;
    floor = now;
    work.forEach(clock -> clock.excuse(now));
    Climb at = climb;
    if (at != null && at.step == Step.OBSERVE) {
      climb = null; // what was seen was perhaps ours
    } else if (at != null) {
      at.since += pause;
    }
  }

  void look(long now) {
    Optional<Duration> limit = stageLimit();
    long inStage = now - stageSince;
    if (limit.isPresent() && inStage > limit.get().toNanos()) {
      String seen = "it was %s for %s".formatted(stage.words(), Clock.seconds(inStage));
      tell("start", Step.RESTART, seen, stageSince, limit.get(), "it is killed");
      run.killFor(
          Verdict.Cause.START_TIMEOUT,
          seen + " (limit " + Clock.seconds(limit.get().toNanos()) + ")");
      return;
    }
    Finding found = null;
    if (stage.compareTo(Stage.LAYER) >= 0) {
      List<Clock> clocks = stage == Stage.READY ? work : List.of(beat);
      for (Clock clock : clocks) {
        Finding one = clock.look(now, floor);
        if (one != null && (found == null || (climb != null && climb.clock.equals(one.clock())))) {
          found = one;
        }
      }
    }
    step(found, now);
  }

  private Optional<Duration> stageLimit() {
    return switch (stage) {
      case SPAWN, READY -> Optional.empty();
      case JVM -> Optional.of(limits.jvmUp());
      case LAYER -> Optional.of(limits.layerBuilt());
      case MAIN -> Optional.of(limits.ready());
    };
  }

  // The ladder.

  private void step(@Nullable Finding found, long now) {
    Climb at = climb;
    if (at != null && (found == null || !found.clock().equals(at.clock))) {
      run.tell(new Event.Recovered(context.loop().now(), run.id(), at.clock));
      climb = null;
      at = null;
    }
    if (found == null) {
      return;
    }
    if (at == null) {
      climb = new Climb(found.clock(), now);
      tell(found, Step.OBSERVE, "it is looked at again");
    } else if (found.grade() == Grade.HOPELESS) {
      restart(found, at.dump);
    } else if (found.grade() == Grade.CLIMB) {
      climb(found, at, now);
    }
  }

  private void climb(Finding found, Climb at, long now) {
    switch (at.step) {
      case OBSERVE -> {
        at.step = Step.DUMP;
        tell(found, Step.DUMP, "its threads are dumped");
        run.dump(dump -> {
          at.dump = dump;
          if (climb == at && !run.stopping()) {
            look(context.loop().nanos());
          }
        });
      }
      case DUMP -> {
        Dump dump = at.dump;
        if (dump != null) {
          dumped(found, at, dump, now);
        }
      }
      case DRAIN -> {
        if (now - at.since >= limits.health().drain().toNanos()) {
          restart(found, at.dump);
        }
      }
      case RESTART -> {} // it is on its way
    }
  }

  private void dumped(Finding found, Climb at, Dump dump, long now) {
    boolean answers = dump.taken() || found.cause() != Verdict.Cause.HANG;
    if (dump.deadlocked() || !answers) {
      restart(found, dump);
    } else if (run.spec.program() instanceof Program.Worker) {
      at.step = Step.DRAIN;
      at.since = now;
      tell(found, Step.DRAIN, "it gets no more work, and others get what it has not begun");
      run.worker.drain(found.seen());
    } else if (run.asks()) {
      at.step = Step.RESTART;
      tell(found, Step.DRAIN, "it is asked to return");
      run.askFor(
          fault(found),
          dump,
          limits.health().drain(),
          () -> tell(found, Step.RESTART, "it did not return, so it is killed"));
    } else {
      restart(found, dump);
    }
  }

  private void restart(Finding found, @Nullable Dump dump) {
    tell(found, Step.RESTART, "it is killed");
    run.kill(fault(found), dump);
  }

  private static Facts.Fault fault(Finding found) {
    return new Facts.Fault(found.cause(), found.seen(), found.numbers());
  }

  /** A dump of its threads came, whoever asked for it. */
  void dumped(Dump dump) {
    idle.dumped(dump, context.loop().nanos());
  }

  void probeFailed(int inRow, String sentence) {
    run.spec
        .alive()
        .ifPresent(alive -> {
          boolean last = inRow >= alive.failures();
          String seen = "%s (%d of %d in a row)".formatted(sentence, inRow, alive.failures());
          tell(
              "probe",
              last ? Step.RESTART : Step.OBSERVE,
              seen,
              floor,
              alive.timeout(),
              last ? "it is killed" : "it is asked again");
          if (last) {
            run.killFor(Verdict.Cause.PROBE_FAILED, seen);
          }
        });
  }

  private void tell(Finding found, Step step, String done) {
    tell(found.clock(), step, found.seen(), found.last(), found.limit(), done);
  }

  private void tell(String clock, Step step, String seen, long last, Duration limit, String done) {
    run.tell(
        new Event.Unhealthy(
            context.loop().now(),
            run.id(),
            clock,
            step,
            seen,
            Duration.ofNanos(Math.max(0, context.loop().nanos() - last)),
            limit,
            Duration.ofNanos(last <= floor ? clipped : 0),
            done));
  }
}
