package dev.firebreak.faults;

import dev.firebreak.api.Verdict;

/**
 * What a verdict on a process with a fault has to say.
 *
 * @param cause why it ended; {@code NORMAL} where the fault itself ends nothing
 * @param least how sure the verdict is at least
 */
public record Truth(Verdict.Cause cause, Verdict.Confidence least) {
  /** Whether a verdict says so, and as surely. */
  public boolean told(Verdict.Cause by, Verdict.Confidence confidence) {
    return by == cause && confidence.compareTo(least) <= 0;
  }
}
