package dev.firebreak.launcher;

import dev.firebreak.processes.ProcessSupervisor;

/**
 * Waits for the end of a supervisor in the foreground, and gives the exit status of its command.
 */
final class Ends {
  private Ends() {}

  static int status(Foreground foreground) {
    ProcessSupervisor.End end = foreground.supervisor().outcome().join();
    if (foreground.killedBy() > 0) {
      return Status.SIGNAL + foreground.killedBy();
    }
    return switch (end.how()) {
      case STOPPED, AUTO_SHUTDOWN -> Status.OK;
      case GAVE_UP -> {
        Words.say(
            end.sentence()
                .orElseGet(
                    () -> "supervisor %s gave up".formatted(foreground.supervisor().name())));
        yield Status.FAILED;
      }
    };
  }
}
