package dev.firebreak.faults;

import dev.firebreak.api.Verdict;

/**
 * What a verdict on a process with a fault has to say.
 *
 * @param cause why it ended; {@code NORMAL} where the fault itself ends nothing
 * @param least how sure the verdict is at least
 */
public record Truth(Verdict.Cause cause, Verdict.Confidence least) {
  /** The system, or the child itself, can say so. */
  static Truth certain(Verdict.Cause cause) {
    return new Truth(cause, Verdict.Confidence.CERTAIN);
  }

  /** Several signs can agree on it. */
  static Truth likely(Verdict.Cause cause) {
    return new Truth(cause, Verdict.Confidence.LIKELY);
  }

  /** Whether a verdict says so, and as surely. */
  public boolean told(Verdict.Cause by, Verdict.Confidence confidence) {
    return by == cause && confidence.compareTo(least) <= 0;
  }
}
