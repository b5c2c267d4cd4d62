package dev.firebreak.supervisor;

import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one process: its stages, its heartbeat, its progress and its probe.
 *
 * <p>For maintainers: {@code floor} is the earliest time that the process may be blamed from: when
 * a stage began, or when the supervisor itself came back from a pause. A silent process is looked
 * at from outside, twice: one that is stopped or uses no CPU has hung; one that uses CPU is starved
 * or in a long pause and has until {@link Limits#deaf}.
 */
final class Health {
  private final Context context;
  private final Run run;
  private final Limits limits;
  private Stage stage = Stage.SPAWN;
  private long stageSince;
  private long floor;
  private @Nullable Suspicion suspicion;

  /** A first look at a silent process. */
  private record Suspicion(long at, Worker.Look look) {}

  Health(Context context, Run run, Limits limits, long now) {
    this.context = context;
    this.run = run;
    this.limits = limits;
    this.stageSince = now;
    this.floor = now;
  }

  void entered(Stage next, long now) {
    stage = next;
    stageSince = now;
    floor = now;
  }

  void excuse(long pause, long now) {
    stageSince += pause;
    floor = now;
    suspicion = null;
  }

  void look(long now) {
    Optional<Duration> limit = stageLimit();
    long inStage = now - stageSince;
    if (limit.isPresent() && inStage > limit.get().toNanos()) {
      String seen = "it was %s for %s".formatted(stage.words(), seconds(inStage));
      unhealthy("start", seen, limit.get(), "it is killed");
      run.kill(
          Verdict.Cause.START_TIMEOUT, seen + " (limit " + seconds(limit.get().toNanos()) + ")");
      return;
    }
    if (stage.compareTo(Stage.LAYER) >= 0) {
      lookAtBeat(now);
    }
    if (stage == Stage.READY) {
      lookAtProgress(now);
    }
  }

  private Optional<Duration> stageLimit() {
    return switch (stage) {
      case SPAWN, READY -> Optional.empty();
      case JVM -> Optional.of(limits.jvmUp());
      case LAYER -> Optional.of(limits.layerBuilt());
      case MAIN -> Optional.of(limits.ready());
    };
  }

  private void lookAtBeat(long now) {
    long silent = now - Math.max(run.worker.lastBeat(), floor);
    if (silent <= limits.silence().toNanos()) {
      if (suspicion != null) {
        suspicion = null;
        run.tell(new Event.Recovered(context.loop().now(), run.id(), "heartbeat"));
      }
      return;
    }
    Worker.Look look = run.worker.look();
    Suspicion first = suspicion;
    if (first == null) {
      suspicion = new Suspicion(now, look);
      unhealthy("heartbeat", seen(silent, look), limits.silence(), "it is looked at again");
      return;
    }
    boolean idle = look.cpu().equals(first.look().cpu());
    boolean stopped = "TtD".indexOf(look.state()) >= 0;
    if (stopped || idle || silent > limits.deaf().toNanos()) {
      String seen = seen(silent, look) + (idle ? ", no CPU used since the last look" : "");
      unhealthy(
          "heartbeat", seen, stopped || idle ? limits.silence() : limits.deaf(), "it is killed");
      run.kill(Verdict.Cause.HANG, seen);
    }
  }

  private static String seen(long silent, Worker.Look look) {
    String state =
        switch (look.state()) {
          case 'T', 't' -> ", state T (stopped by a signal)";
          case 'D' -> ", state D (waits in the kernel)";
          case '?' -> "";
          default -> ", state " + look.state();
        };
    return "no heartbeat for " + seconds(silent) + state;
  }

  private void lookAtProgress(long now) {
    long last = run.worker.lastProgress();
    if (last == 0 || limits.progress().isEmpty()) {
      return;
    }
    Duration limit = limits.progress().get();
    long stuck = now - Math.max(last, floor);
    if (stuck > limit.toNanos()) {
      String seen =
          "no progress for %s, though its heart beats: it is stuck".formatted(seconds(stuck));
      unhealthy("progress", seen, limit, "it is killed");
      run.kill(Verdict.Cause.STALL, seen);
    }
  }

  void probeFailed(int inRow, String sentence) {
    run.spec
        .alive()
        .ifPresent(alive -> {
          boolean last = inRow >= alive.failures();
          String seen = "%s (%d of %d in a row)".formatted(sentence, inRow, alive.failures());
          unhealthy("probe", seen, alive.timeout(), last ? "it is killed" : "it is asked again");
          if (last) {
            run.kill(Verdict.Cause.PROBE_FAILED, seen);
          }
        });
  }

  private void unhealthy(String clock, String seen, Duration limit, String done) {
    run.tell(
        new Event.Unhealthy(
            context.loop().now(),
            run.id(),
            clock,
            Event.Step.OBSERVE,
            seen,
            Duration.ZERO,
            limit,
            Duration.ZERO,
            done));
  }

  private static String seconds(long nanos) {
    return "%.1f s".formatted(nanos / 1e9);
  }
}
