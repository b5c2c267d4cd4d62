package dev.firebreak.supervisor;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Hears of each process that ended, on the loop, before anything else is done about it, and has a
 * say in whether there is another one.
 */
public interface Ends {
  /**
   * A process that ended, or was never created.
   *
   * @param ready whether it was ready
   * @param hopeless whether it was not, for a reason that a new try does not change
   * @param restarts how often its child was started again before, after it had ended by itself
   * @param stderr its last lines
   */
  record End(
      ChildId child,
      Verdict verdict,
      boolean ready,
      boolean hopeless,
      int restarts,
      List<String> stderr) {
    /** Copies what it is given. */
    public End {
      stderr = List.copyOf(stderr);
    }
  }

  /**
   * It ended. Must not wait.
   *
   * @return the least wait before its child is started again, where its restart type says so; empty
   *     if it stays down whatever that says. After a stop that was asked for it means nothing.
   */
  Optional<Duration> ended(End end);

  /**
   * For programs of a person's: one that never ran is not tried again where that changes nothing.
   * Later on what it lacks may come back, as a jar does that is being replaced.
   */
  Ends PLAIN =
      end -> end.hopeless() && end.restarts() == 0 ? Optional.empty() : Optional.of(Duration.ZERO);
}
