package dev.firebreak.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak stop}. */
@CommandLine.Command(
    name = "stop",
    description = "Stop a supervisor with all its children, or one child.",
    footer = {
      "",
      "A supervisor's children stop in reverse order, and the command returns when the supervisor",
      "has ended. A stopped child stays down until `firebreak restart CHILD`.",
      "",
      "Examples:",
      "  firebreak stop            the only supervisor",
      "  firebreak stop shop",
      "  firebreak stop shop/web"
    })
final class StopCommand extends Command {
  @Parameters(
      paramLabel = "CHILD|SUPERVISOR",
      arity = "0..1",
      description = "What to stop. Default: the only supervisor.")
  private String target = "";

  @Option(
      names = "--timeout",
      paramLabel = "T",
      defaultValue = "2m",
      description = "How long to wait for a supervisor's end. Default: 2m.")
  private String timeout = "2m";

  StopCommand() {}

  @Override
  public Integer call() {
    Duration patience = patience();
    List<Supervisors.View> views = Supervisors.all();
    Address address = target.isEmpty() ? only(views) : Address.any(target, views);
    if (!address.whole()) {
      Control.ask(address, "stop-child");
      System.out.printf("%s: stops%n", address.path());
      return Status.OK;
    }
    Supervisors.View supervisor = address.supervisor();
    CompletableFuture<?> end =
        ProcessHandle.of(supervisor.pid())
            .<CompletableFuture<?>>map(ProcessHandle::onExit)
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    Control.ask(supervisor, ControlClient.request("stop"));
    await(supervisor, end, patience);
    System.out.printf("%s: stopped%n", supervisor.name());
    return Status.OK;
  }

  private static Address only(List<Supervisors.View> views) {
    Supervisors.View view = Address.only(views, "say which");
    return new Address(view, view.name());
  }

  private Duration patience() {
    try {
      return Spans.parse(timeout);
    } catch (IllegalArgumentException e) {
      throw misused("--timeout: " + e.getMessage());
    }
  }

  private void await(Supervisors.View supervisor, CompletableFuture<?> end, Duration patience) {
    try {
      end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandFailure(
          Status.NOT_ANSWERING,
          "supervisor %s (pid %d) did not stop within %s; `firebreak ps` shows which child is slow"
              .formatted(supervisor.name(), supervisor.pid(), timeout),
          e);
    } catch (ExecutionException | InterruptedException e) {
      throw new CommandFailure(Status.FAILED, "the wait for the end was broken off", e);
    }
  }
}
