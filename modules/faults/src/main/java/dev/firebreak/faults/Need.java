package dev.firebreak.faults;

import java.util.Optional;

/** What a fault needs to be seen. */
public enum Need {
  /** Native access, granted to the faulty task. */
  NATIVE_ACCESS,
  /** A limit on how long the task runs, as nothing else ends it. */
  RUN_LIMIT,
  /** Time for the watch over health, which ends it. */
  WATCH,
  /**
   * A fresh worker for each task, as what it harms stays in its JVM: processes can have that, and
   * of threads it changes nothing.
   */
  FRESH_WORKERS,
  /** A link between worker and parent, which threads do not have. */
  LINK,
  /** Programs of a POSIX system: kill, sh, sleep. */
  POSIX,
  /** A control group of memory of its own, which only root and delegated users can make. */
  MEMORY_GROUP {
    @Override
    public Optional<String> missing() {
      return MemoryGroup.missing();
    }
  };

  /** Why this machine does not have it; empty where it has, or any machine has. */
  public Optional<String> missing() {
    return Optional.empty();
  }
}
