package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import dev.firebreak.processes.ProcessSupervisor;

/** What a supervisor in the background says to the command that started it; see {@link Detach}. */
final class Handshake {
  private final boolean detached;
  private final AllUp up;
  private boolean said;

  /**
   * Makes one.
   *
   * @param detached whether somebody listens
   * @param ready called as well when all are up
   */
  Handshake(boolean detached, Runnable ready) {
    this.detached = detached;
    this.up =
        new AllUp(() -> {
          say(Detach.READY);
          ready.run();
        });
  }

  void heard(Event event) {
    up.heard(event);
    if (event.weight() == Event.Weight.ALARM) {
      say("%s %d %s".formatted(Detach.FAILED, Status.FAILED, event.sentence()));
    }
  }

  void opened(ProcessSupervisor supervisor) {
    up.opened(supervisor);
  }

  void failed(CommandFailure failure) {
    say("%s %d %s".formatted(Detach.FAILED, failure.status(), failure.sentence()));
  }

  private synchronized void say(String line) {
    if (detached && !said) {
      said = true;
      System.out.println(line.replace('\n', ' '));
      System.out.close();
    }
  }
}
