package dev.firebreak.confine;

import java.util.Optional;

/**
 * One process and no later one of the same pid: its pid and the moment that it started.
 *
 * @param startTicks as {@link ProcessTable.Stat#startTicks()}; 0 when not known
 */
public record Identity(long pid, long startTicks) {
  /** The process that has this pid now; with start 0 when there is none any more. */
  public static Identity of(long pid) {
    Optional<ProcessTable.Stat> now = ProcessTable.stat(pid); // no lambda: Guardian says why
    return new Identity(pid, now.isPresent() ? now.get().startTicks() : 0);
  }

  /** Whether the pid is now known to belong to another process. False when nobody has it. */
  public boolean replaced() {
    return startTicks != 0
        && ProcessTable.stat(pid).filter(now -> now.startTicks() != startTicks).isPresent();
  }
}
