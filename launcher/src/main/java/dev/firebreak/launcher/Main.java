package dev.firebreak.launcher;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The entry of the command {@code firebreak}. */
@Command(
    name = "firebreak",
    version = "firebreak 0.1.0",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs each task in a JVM of its own: crash one, lose one.",
    footer = {
      "  bench       Measure start, failover and memory beside plain java.",
      "",
      "`firebreak COMMAND --help` tells more, with examples.",
      "",
      "Files: logs and events are in ~/.local/state/firebreak (FIREBREAK_STATE), the images that",
      "children boot from in ~/.cache/firebreak (FIREBREAK_CACHE). FIREBREAK_DEBUG=1 shows the",
      "stack trace of a failure."
    })
final class Main implements Runnable {
  private static List<String> given = List.of();

  Main() {}

  /** The subcommands, a line each; only the one that is asked for is loaded. */
  private static Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("demo", DemoCommand::new);
    all.put("lab", LabCommand::new);
    all.put("up", UpCommand::new);
    all.put("run", RunCommand::new);
    all.put("ps", PsCommand::new);
    all.put("kill", KillCommand::new);
    all.put("restart", RestartCommand::new);
    all.put("stop", StopCommand::new);
    all.put("reload", ReloadCommand::new);
    all.put("logs", LogsCommand::new);
    all.put("events", EventsCommand::new);
    all.put("incidents", IncidentsCommand::new);
    all.put("images", ImagesCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("completion", CompletionCommand::new);
    return all;
  }

  public static void main(String[] arguments) {
    given = List.of(arguments);
    int status;
    try {
      status = execute(arguments);
    } catch (Error e) {
      status = Words.failure(e); // picocli hands on exceptions alone
    }
    System.out.flush();
    System.exit(status);
  }

  static int execute(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    return line(first).execute(first.equals("run") ? RunArguments.rewrite(arguments) : arguments);
  }

  /** What this process was given. */
  static List<String> arguments() {
    return given;
  }

  /** The command line with one subcommand, or with all of them where the name is none of them. */
  static CommandLine line(String only) {
    CommandLine line = new CommandLine(new Main());
    Map<String, Supplier<Object>> all = commands();
    List<String> names = all.containsKey(only) ? List.of(only) : List.copyOf(all.keySet());
    for (String name : names) {
      CommandLine command = new CommandLine(all.getOrDefault(name, Main::new).get());
      describe(command, name);
      line.addSubcommand(name, command);
    }
    line.setExecutionExceptionHandler((failure, where, parsed) -> Words.failure(failure));
    line.setParameterExceptionHandler(Main::misused);
    line.setExitCodeExceptionMapper(failure -> Status.FAILED);
    line.setUsageHelpWidth(100);
    return line;
  }

  private static void describe(CommandLine command, String name) {
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage()
        .sortOptions(false)
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(Status.table(name));
  }

  private static int misused(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("firebreak: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("`%s --help` shows what there is.%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return Status.USAGE;
  }

  @Override
  public void run() {
    CommandLine.usage(line(""), System.out);
  }
}
