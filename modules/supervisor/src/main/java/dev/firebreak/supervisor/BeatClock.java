package dev.firebreak.supervisor;

import dev.firebreak.api.Limits;
import dev.firebreak.api.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JVM is alive: how old its last heartbeat is. A silent process is looked at from
 * outside, twice: one that is stopped, waits in the kernel or uses no CPU is frozen; one that uses
 * CPU is starved or in a long pause, and has until {@link Limits#deaf}.
 */
final class BeatClock implements Clock {
  private final Worker worker;
  private final Limits limits;
  private Worker.@Nullable Look first;

  BeatClock(Worker worker, Limits limits) {
    this.worker = worker;
    this.limits = limits;
  }

  @Override
  public @Nullable Finding look(long now, long floor) {
    long last = Math.max(worker.lastBeat(), floor);
    long silent = now - last;
    if (silent <= limits.silence().toNanos()) {
      first = null;
      return null;
    }
    Worker.Look look = worker.look();
    Worker.Look before = first;
    if (before == null) {
      first = look;
      return finding(Grade.WATCH, seen(silent, look), last, false);
    }
    boolean idle = look.cpu().equals(before.cpu());
    boolean stopped = "TtD".indexOf(look.state()) >= 0;
    boolean deaf = silent > limits.deaf().toNanos();
    Grade grade = stopped ? Grade.HOPELESS : idle || deaf ? Grade.CLIMB : Grade.WATCH;
    String seen = seen(silent, look) + (idle ? ", no CPU used since the last look" : "");
    return finding(grade, seen, last, !stopped && !idle);
  }

  private Finding finding(Grade grade, String seen, long last, boolean busy) {
    return new Finding(
        "heartbeat",
        Verdict.Cause.HANG,
        grade,
        seen,
        last,
        busy ? limits.deaf() : limits.silence(),
        Map.of());
  }

  private static String seen(long silent, Worker.Look look) {
    String state =
        switch (look.state()) {
          case 'T', 't' -> ", state T (stopped by a signal)";
          case 'D' -> ", state D (waits in the kernel)";
          case '?' -> "";
          default -> ", state " + look.state();
        };
    return "no heartbeat for " + Clock.seconds(silent) + state;
  }

  @Override
  public void excuse(long now) {
    first = null;
  }
}
