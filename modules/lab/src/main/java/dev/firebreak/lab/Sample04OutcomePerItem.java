/* Prints:
 *   12: a value, 144
 *   x7: it threw java.lang.NumberFormatException: For input string: "x7"
 *   exit: its worker died, EXIT_CODE
 *   for ever: its RUN clock struck after PT0.5S
 *   30: a value, 900
 */
package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.processes.ProcessPool;
import java.time.Duration;
import java.util.List;

/** How each item of a map ended, in order: no item fails the others. */
public final class Sample04OutcomePerItem {
  private Sample04OutcomePerItem() {}

  /** Squares five texts, of which two are numbers. */
  public static void main(String[] args) throws Exception {
    List<String> items = List.of("12", "x7", "exit", "for ever", "30");

    try (Pool pool = ProcessPool.open()) {
      Pool limited = pool.with(task -> task.withRunDeadline(Duration.ofMillis(500)));
      List<Outcome<Integer>> outcomes = limited.outcomes(Sample04OutcomePerItem::square, items);

      for (int i = 0; i < items.size(); i++) {
        System.out.println(items.get(i) + ": " + words(outcomes.get(i)));
      }
    }
  }

  /** The outcomes are sealed: the compiler finds the case that was forgotten. */
  static String words(Outcome<Integer> outcome) {
    return switch (outcome) {
      case Outcome.Value<Integer>(Integer value) -> "a value, " + value;
      case Outcome.Failure<Integer>(var exception) -> "it threw " + exception.getCause();
      case Outcome.Timeout<Integer>(var exception) ->
          "its " + exception.clock() + " clock struck after " + exception.limit();
      case Outcome.Crash<Integer>(var exception) ->
          "its worker died, " + exception.verdict().cause();
    };
  }

  static int square(String text) {
    if (text.equals("exit")) {
      System.exit(1);
    }
    while (text.equals("for ever")) {
      Thread.onSpinWait();
    }
    int number = Integer.parseInt(text);
    return number * number;
  }
}
