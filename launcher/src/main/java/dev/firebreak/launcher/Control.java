package dev.firebreak.launcher;

import java.time.Duration;
import java.util.Map;

/** Asks one supervisor to do something, and turns what goes wrong into a sentence. */
final class Control {
  /** A supervisor takes a request in milliseconds; behind a reload with many files in seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Control() {}

  /** Asks something of a child. */
  static Map<?, ?> ask(Address address, String what) {
    Map<String, Object> request = ControlClient.request(what);
    request.put("child", address.below());
    return ask(address.supervisor(), request);
  }

  static Map<?, ?> ask(Supervisors.View supervisor, Map<String, Object> request) {
    if (supervisor.condition() == Supervisors.Condition.NOT_ANSWERING) {
      throw Address.silent(supervisor);
    }
    return switch (ControlClient.ask(supervisor.folder(), request, PATIENCE)) {
      case ControlClient.Reply.Answer(Map<?, ?> members) -> members;
      case ControlClient.Reply.Refused(int status, String sentence) ->
          throw new CommandFailure(status, sentence);
      case ControlClient.Reply.Silent _ -> throw Address.silent(supervisor);
      case ControlClient.Reply.Nobody _ -> throw gone(supervisor);
    };
  }

  private static CommandFailure gone(Supervisors.View supervisor) {
    return new CommandFailure(
        Status.NOT_FOUND,
        supervisor.running()
            ? "supervisor %s (pid %d) is just starting or stopping; try again"
                .formatted(supervisor.name(), supervisor.pid())
            : "supervisor %s does not run%s; `firebreak up` starts it"
                .formatted(
                    supervisor.name(),
                    supervisor.condition() == Supervisors.Condition.KILLED
                        ? " (it was killed, and left its socket behind)"
                        : ""));
  }
}
