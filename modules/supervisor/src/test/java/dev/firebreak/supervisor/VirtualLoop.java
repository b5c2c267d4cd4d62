package dev.firebreak.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A loop whose time goes on only when a test says so. */
final class VirtualLoop implements Loop {
  private record Due(long at, long order, Runnable action) {}

  private final Queue<Runnable> inbox = new ArrayDeque<>();
  private final List<Due> timers = new ArrayList<>();
  private long nanos = 1;
  private long orders;
  private Duration wall = Duration.ZERO;

  @Override
  public void post(Runnable action) {
    inbox.add(action);
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Due due = new Due(nanos + Math.max(0, delay.toNanos()), orders++, action);
    timers.add(due);
    return () -> timers.remove(due);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(0, nanos).plus(wall);
  }

  /** Runs what was posted, and what that posts. */
  void settle() {
    for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
      next.run();
    }
  }

  /** Lets time go on, running every timer at its time. */
  void advance(Duration span) {
    long end = nanos + span.toNanos();
    settle();
    while (true) {
      Due next =
          timers.stream()
              .filter(due -> due.at() <= end)
              .min(Comparator.comparingLong(Due::at).thenComparingLong(Due::order))
              .orElse(null);
      if (next == null) {
        break;
      }
      timers.remove(next);
      nanos = Math.max(nanos, next.at());
      next.action().run();
      settle();
    }
    nanos = end;
  }

  /** Time goes on, but the loop does not run: as when the supervisor itself is stopped. */
  void pause(Duration span) {
    nanos += span.toNanos();
  }

  /** The wall clock is set; monotonic time goes on as before. */
  void setClock(Duration by) {
    wall = wall.plus(by);
  }

  int timers() {
    return timers.size();
  }
}
