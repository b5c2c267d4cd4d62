package dev.firebreak.worker;

/**
 * Whether a task's own pool still takes tasks. A map that was accepted before it was shut goes on,
 * and the parent hears of the shutdown behind the map's last item.
 */
final class OwnGate {
  private boolean shut;
  private boolean over;
  private boolean told;
  private int maps;

  /** Whether a task is taken; one of a map that {@link #begin} accepted also when it was shut. */
  synchronized boolean takes(boolean accepted) {
    return !over && (!shut || accepted);
  }

  /** Accepts a map, which must {@link #ended end}; false if nothing is accepted any more. */
  synchronized boolean begin() {
    if (!takes(false)) {
      return false;
    }
    maps++;
    return true;
  }

  /** A map sends no more; whether the parent is to be told of the shutdown now. */
  synchronized boolean ended() {
    maps--;
    return tells();
  }

  /** Nothing new is accepted; whether the parent is to be told of that now. */
  synchronized boolean shut() {
    shut = true;
    return tells();
  }

  /** Nothing at all is taken any more, and the parent knows it. */
  synchronized void over() {
    shut = true;
    over = true;
  }

  synchronized boolean isShut() {
    return shut;
  }

  private boolean tells() {
    boolean now = shut && !over && !told && maps == 0;
    told |= now;
    return now;
  }
}
