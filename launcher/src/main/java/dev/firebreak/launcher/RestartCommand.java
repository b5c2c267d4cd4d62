package dev.firebreak.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code firebreak restart}. */
@CommandLine.Command(
    name = "restart",
    description = "Stop a child in order and start it again, or start one that is down.",
    footer = {
      "",
      "This is no crash and does not count for the supervisor's intensity.",
      "",
      "Examples:",
      "  firebreak restart web",
      "  firebreak restart shop/web"
    })
final class RestartCommand extends Command {
  @Parameters(
      paramLabel = "CHILD",
      description = "SUPERVISOR/CHILD, or CHILD where it is clear; an inner supervisor as well.")
  private String child = "";

  RestartCommand() {}

  @Override
  public Integer call() {
    Address address = Address.child(child, Supervisors.all());
    Control.ask(address, "restart-child");
    System.out.printf("%s: restarts; `firebreak events -f` shows how%n", address.path());
    return Status.OK;
  }
}
