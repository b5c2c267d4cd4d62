package dev.firebreak.supervisor;

import dev.firebreak.api.Limits;
import dev.firebreak.api.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether who has work and uses no CPU is deadlocked: its threads are dumped, seldom, and the JVM's
 * own detection says. Waiting is no fault, so nothing else is told and nobody is killed for it; two
 * threads that wait for each other are. As a lock may be waited for with a limit, they must be
 * found so twice.
 */
final class IdleClock implements Clock {
  /** What a JVM uses by itself, with its heartbeat, is a tenth of it. */
  private static final double NO_CPU = 0.02;

  /** How long a deadlock is looked at again after, as a limited wait may end it. */
  private static final long CONFIRM = 3_000_000_000L;

  /** Between two dumps in vain, in idle limits: it begins with so many ... */
  private static final int LEAST = 6;

  /** ... and is doubled up to so many, as who waits for an hour is a server. */
  private static final int MOST = 60;

  /** Has its threads dumped. */
  interface Dumper {
    void dump();
  }

  private final Worker worker;
  private final Limits limits;
  private final Dumper dumper;
  private Worker.@Nullable Look before;
  private long lookedAt;
  private long idleSince;
  private long nextDump;
  private int gap = LEAST;
  private @Nullable Dump found;
  private long foundAt;

  IdleClock(Worker worker, Limits limits, Dumper dumper, long now) {
    this.worker = worker;
    this.limits = limits;
    this.dumper = dumper;
    excuse(now);
  }

  @Override
  public @Nullable Finding look(long now, long floor) {
    if (limits.health().idle().isEmpty()) {
      return null;
    }
    long limit = limits.health().idle().get().toNanos();
    Dump dump = found;
    if (dump != null) {
      return new Finding(
          "deadlock",
          Verdict.Cause.DEADLOCK,
          now - foundAt > CONFIRM ? Grade.CLIMB : Grade.WATCH,
          dump.sentence(),
          idleSince,
          limits.health().idle().get(),
          Map.of());
    }
    if (now - lookedAt >= limit / 4) {
      sample(now);
    }
    if (now - idleSince > limit && now > nextDump) {
      nextDump = now + gap * limit;
      gap = Math.min(MOST, gap * 2);
      dumper.dump();
    }
    return null;
  }

  private void sample(long now) {
    Worker.Look look = worker.look();
    Worker.Look last = before;
    boolean idle =
        last != null
            && worker.working()
            && look.state() != '?'
            && look.cpu().minus(last.cpu()).toNanos() < (now - lookedAt) * NO_CPU;
    if (!idle) {
      idleSince = now;
      gap = LEAST;
    }
    before = look;
    lookedAt = now;
  }

  /** What a dump showed; also of those that others had taken. */
  void dumped(Dump dump, long now) {
    Dump first = found;
    if (!dump.deadlocked() || (first != null && !first.deadlock().equals(dump.deadlock()))) {
      found = null;
    } else if (first == null) {
      found = dump;
      foundAt = now;
    }
  }

  @Override
  public void excuse(long now) {
    before = null;
    lookedAt = now;
    idleSince = now;
  }
}
