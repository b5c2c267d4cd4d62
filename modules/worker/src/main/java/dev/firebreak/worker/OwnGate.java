package dev.firebreak.worker;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a task's own pool still takes tasks. A map that was accepted before it was shut goes on,
 * and the parent hears of the shutdown behind the map's last item.
 */
final class OwnGate {
  private final Set<Accepted> maps = new HashSet<>();
  private boolean shut;
  private boolean over;
  private boolean told;

  /** A map that was accepted as a whole. */
  static final class Accepted {
    private volatile @Nullable Thread reader;

    /** The calling thread takes its input from now on. */
    void reads() {
      reader = Thread.currentThread();
    }
  }

  /** Whether a task is taken; one of a map that {@link #begin} accepted also when it was shut. */
  synchronized boolean takes(@Nullable Accepted map) {
    return !over && (!shut || maps.contains(map));
  }

  /** Accepts a map, which must {@link #ended end}; null if nothing is accepted any more. */
  synchronized @Nullable Accepted begin() {
    if (!takes(null)) {
      return null;
    }
    Accepted map = new Accepted();
    maps.add(map);
    return map;
  }

  /** A map sends no more, or it did so before; whether the parent is to be told of the shutdown. */
  synchronized boolean ended(Accepted map) {
    return maps.remove(map) && tells();
  }

  /**
   * Nothing new is accepted, nor more of a map whose own input says that: it would wait for itself.
   * Whether the parent is to be told of it now.
   */
  synchronized boolean shut() {
    shut = true;
    maps.removeIf(map -> map.reader == Thread.currentThread());
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
    boolean now = shut && !over && !told && maps.isEmpty();
    told |= now;
    return now;
  }
}
