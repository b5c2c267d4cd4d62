package dev.firebreak.supervisor;

import dev.firebreak.api.Intensity;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts restarts within a period, as OTP's intensity does. */
final class RestartWindow {
  private final Deque<Long> restarts = new ArrayDeque<>();

  /**
   * Adds a restart.
   *
   * @return how many there are within the period that ends now, this one with it
   */
  int add(long now, Intensity intensity) {
    restarts.addLast(now);
    long oldest = now - intensity.period().toNanos();
    while (restarts.getFirst() < oldest) {
      restarts.removeFirst();
    }
    return restarts.size();
  }

  void clear() {
    restarts.clear();
  }
}
