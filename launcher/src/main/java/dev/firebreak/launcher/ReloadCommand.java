package dev.firebreak.launcher;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code firebreak reload}. */
@CommandLine.Command(
    name = "reload",
    description = "Let a supervisor read its file again and restart only what changed.",
    footer = {
      "",
      "A file with faults changes nothing; they are all told. SIGHUP to the supervisor does the",
      "same.",
      "",
      "Examples:",
      "  firebreak reload",
      "  firebreak reload shop"
    })
final class ReloadCommand extends Command {
  @Parameters(
      paramLabel = "SUPERVISOR",
      arity = "0..1",
      description = "Which. Default: the only one.")
  private String target = "";

  ReloadCommand() {}

  @Override
  public Integer call() {
    List<Supervisors.View> views = Supervisors.all();
    Supervisors.View view = target.isEmpty() ? Address.only(views, "say which") : supervisor(views);
    Map<?, ?> answer = Control.ask(view, ControlClient.request("reload"));
    System.out.printf("%s: %s%n", view.name(), answer.get("said"));
    return Status.OK;
  }

  private Supervisors.View supervisor(List<Supervisors.View> views) {
    Address address = Address.any(target, views);
    if (!address.whole()) {
      throw misused("%s is a child; reload takes a supervisor".formatted(target));
    }
    return address.supervisor();
  }
}
