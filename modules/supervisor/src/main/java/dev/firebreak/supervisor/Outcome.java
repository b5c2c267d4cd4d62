package dev.firebreak.supervisor;

import java.util.Optional;

/**
 * How a supervisor ended.
 *
 * @param kind in one word
 * @param sentence for people; empty after a stop that was asked for
 */
public record Outcome(Kind kind, Optional<String> sentence) {
  /** How a supervisor ended. */
  public enum Kind {
    /** It was stopped. */
    STOPPED,
    /** Its significant children ended. */
    AUTO_SHUTDOWN,
    /** It made more restarts than it may. */
    GAVE_UP
  }
}
