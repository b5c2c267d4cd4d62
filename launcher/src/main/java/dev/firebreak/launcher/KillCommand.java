package dev.firebreak.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak kill}. */
@CommandLine.Command(
    name = "kill",
    description = "Send a signal to a child, to see its failover.",
    footer = {
      "",
      "The child is started again as its restart type says. `firebreak stop` ends it for good,",
      "`firebreak restart` in order.",
      "",
      "Examples:",
      "  firebreak kill web",
      "  firebreak kill shop/web --signal STOP"
    })
final class KillCommand extends Command {
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ABRT", 6),
          Map.entry("BUS", 7),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("TERM", 15),
          Map.entry("CONT", 18),
          Map.entry("STOP", 19));

  @Parameters(paramLabel = "CHILD", description = "SUPERVISOR/CHILD, or CHILD where it is clear.")
  private String child = "";

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "S",
      defaultValue = "KILL",
      description = "Its name or number. Default: KILL.")
  private String signal = "KILL";

  KillCommand() {}

  @Override
  public Integer call() {
    int number = number();
    Address address = Address.child(child, Supervisors.all());
    Map<String, Object> request = ControlClient.request("signal");
    request.put("child", address.below());
    request.put("number", number);
    Control.ask(address.supervisor(), request);
    System.out.printf("%s: signal %d sent%n", address.path(), number);
    return Status.OK;
  }

  private int number() {
    String word = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    Integer known = SIGNALS.get(word);
    if (known != null) {
      return known;
    }
    if (word.matches("[1-9][0-9]?") && Integer.parseInt(word) <= 64) {
      return Integer.parseInt(word);
    }
    List<String> names = SIGNALS.keySet().stream().sorted().toList();
    throw misused(
        "--signal: \"%s\" is no signal; known are %s and 1 to 64"
            .formatted(signal, String.join(", ", names)));
  }
}
