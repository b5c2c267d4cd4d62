package dev.firebreak.processes;

import dev.firebreak.api.Readiness;
import dev.firebreak.supervisor.Report;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Watches for the sign that a child is ready, and tells it once, behind the report that its main
 * method was entered: output may overtake that on its own pipe.
 */
final class Sign {
  private final Readiness wanted;
  private final Teller teller;
  private final Runnable ready;
  private final @Nullable Pattern pattern;
  private boolean main;
  private boolean seen;
  private boolean told;

  Sign(Readiness wanted, Teller teller, Runnable ready) {
    this.wanted = wanted;
    this.teller = teller;
    this.ready = ready;
    this.pattern =
        wanted instanceof Readiness.Output(String expression) ? Pattern.compile(expression) : null;
  }

  /** Its main method was entered. */
  synchronized void main(boolean task) {
    teller.tell(new Report.MainReached(task));
    main = true;
    seen |= wanted instanceof Readiness.MainReached;
    settle();
  }

  /** It called {@code ready()}. */
  void called() {
    if (wanted instanceof Readiness.Called) {
      seen();
    }
  }

  /** It wrote a line. */
  void line(String text) {
    if (pattern == null || isTold()) {
      return;
    }
    try {
      if (pattern.matcher(text).find()) {
        seen();
      }
    } catch (StackOverflowError e) {
      teller.notice(true, "the pattern %s is too deep for a line of its output".formatted(pattern));
    }
  }

  /** A probe found it. */
  synchronized void seen() {
    seen = true;
    settle();
  }

  private synchronized boolean isTold() {
    return told;
  }

  private void settle() {
    if (main && seen && !told) {
      told = true;
      teller.tell(new Report.Ready());
      ready.run();
    }
  }
}
