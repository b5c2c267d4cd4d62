package dev.firebreak.processes;

import dev.firebreak.supervisor.Report;
import java.util.function.Consumer;

/** Tells what happens to one process, one report at a time, and nothing behind its end. */
final class Teller {
  private final Consumer<Report> target;
  private boolean over;

  Teller(Consumer<Report> target) {
    this.target = target;
  }

  synchronized void tell(Report report) {
    if (!over) {
      over = report instanceof Report.Ended;
      target.accept(report);
    }
  }

  /** Sends a signal; that it could not be sent is told to people. */
  void sent(Runnable send) {
    try {
      send.run();
    } catch (IllegalStateException | IllegalArgumentException e) {
      notice(true, String.valueOf(e.getMessage()));
    }
  }

  void notice(boolean warning, String sentence) {
    tell(new Report.Notice(warning, sentence));
  }
}
