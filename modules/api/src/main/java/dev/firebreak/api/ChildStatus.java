package dev.firebreak.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a child is just now.
 *
 * @param id its process, or its last one
 * @param state what its supervisor does with it
 * @param stage how far its process has come
 * @param program a short name of what it runs
 * @param restart when it is started again
 * @param since when it came into this state
 * @param restarts how often it was started again after it had ended by itself
 * @param beat how old its last heartbeat is
 * @param spares how many JVMs stand ready to take its place
 * @param note the last word of its program, or why it waits
 * @param last why its process before this one ended
 */
public record ChildStatus(
    ChildId id,
    State state,
    Stage stage,
    String program,
    Restart restart,
    Instant since,
    int restarts,
    Optional<Duration> beat,
    int spares,
    String note,
    Optional<Verdict> last) {

  /** What its supervisor does with a child. */
  public enum State {
    /** It waits for siblings that must be ready first. */
    WAITING,
    /** Its process is coming up. */
    STARTING,
    /** It is ready. */
    UP,
    /** It was asked to stop. */
    STOPPING,
    /** It ended and waits for its next start. */
    BACKING_OFF,
    /** It ended by itself and is not started again. */
    ENDED,
    /** It was stopped. */
    STOPPED
  }
}
