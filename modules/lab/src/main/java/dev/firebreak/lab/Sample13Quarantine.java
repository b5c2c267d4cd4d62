/* Prints:
 *   page 1: 1 link
 *   page 2: its worker died, HALT
 *   page 3: 3 links
 *   page 2 again: refused
 *   the pool goes on: 4 links
 */
package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.processes.ProcessPool;

/** A task that kills every worker it meets is put into quarantine, whoever asks for a retry. */
public final class Sample13Quarantine {
  private Sample13Quarantine() {}

  /** Reads pages, of which the second is poison. */
  public static void main(String[] args) throws Exception {
    PoolOptions options =
        PoolOptions.DEFAULT.withWorkers(2).withRetry(Retry.idempotent(100)).withQuarantine(3);

    try (Pool pool = ProcessPool.open(options)) {
      for (int page = 1; page <= 3; page++) {
        tell(pool, "page " + page, page);
      }
      tell(pool, "page 2 again", 2);
      tell(pool, "the pool goes on", 4);
    }
  }

  static void tell(Pool pool, String what, int page) {
    String told;
    try {
      Outcome<Integer> outcome = pool.apply(Sample13Quarantine::links, page).outcome();
      told =
          switch (outcome) {
            case Outcome.Value<Integer>(Integer links) -> links + (links == 1 ? " link" : " links");
            case Outcome.Crash<Integer>(var exception) ->
                "its worker died, " + exception.verdict().cause();
            case Outcome.Failure<Integer> _, Outcome.Timeout<Integer> _ -> "failed";
          };
    } catch (RefusedException e) { // its message tells whom it killed
      told = "refused";
    }
    System.out.println(what + ": " + told);
  }

  static int links(int page) {
    if (page == 2) {
      Runtime.getRuntime().halt(66);
    }
    return "<a href=x>".repeat(page).split("href", -1).length - 1;
  }
}
