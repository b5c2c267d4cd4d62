package dev.firebreak.pool;

import dev.firebreak.api.Rung;
import dev.firebreak.api.Verdict;
import org.jspecify.annotations.Nullable;

/** The run of an item that is to end, by the ladder. */
final class Strike {
  final long item;
  final @Nullable String limit;
  final boolean insist;
  final long since;
  String rung = "it returned when it was asked";
  boolean interrupted;
  boolean killed;

  /** What was done last; null where that did not end it. */
  @Nullable Rung step = Rung.ASK;

  /** Its worker has ended, by a step of its home if it was to. */
  void ended(Verdict verdict) {
    step = null;
    String last = verdict.numbers().getOrDefault("last step of the stop", "");
    if (killed && last.equals("terminate")) {
      rung = "neither asking nor an interrupt ended it, so its worker was ended by SIGTERM";
      step = Rung.TERMINATE;
    } else if (killed && last.equals("kill")) {
      rung = "neither asking, an interrupt nor SIGTERM ended it, so its worker was killed";
      step = Rung.KILL;
    }
  }

  /**
   * Begun by the clockwork.
   *
   * @param limit the limit that struck, in words; null if the item was cancelled
   * @param insist whether more is done than asking
   */
  Strike(long item, @Nullable String limit, boolean insist, long since) {
    this.item = item;
    this.limit = limit;
    this.insist = insist;
    this.since = since;
  }
}
