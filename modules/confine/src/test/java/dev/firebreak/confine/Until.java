package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does, as there is no signal for it. */
final class Until {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Until() {}

  static void holds(String what, Callable<Boolean> condition) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > limit) {
        fail("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Gone, or a zombie that is for others to reap. */
  static boolean ended(long pid) {
    return ProcessTable.stat(pid).filter(stat -> stat.state() != 'Z').isEmpty();
  }

  static char state(long pid) {
    return ProcessTable.stat(pid).map(ProcessTable.Stat::state).orElse('-');
  }
}
