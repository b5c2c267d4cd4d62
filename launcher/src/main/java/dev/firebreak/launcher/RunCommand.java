package dev.firebreak.launcher;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak run}. */
@CommandLine.Command(
    name = "run",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "firebreak run [OPTION]... -cp PATH CLASS [ARG]...",
      "       firebreak run [OPTION]... -jar JAR [ARG]...",
      "       firebreak run [OPTION]... -p PATH -m MODULE[/CLASS] [ARG]..."
    },
    description = "Supervise one program, with the flags that `java` users know.",
    footer = {
      "",
      "Flags of java (-Xmx64m, -XX:..., -Dkey=value, -ea, -javaagent:...) go to the program's JVM;",
      "-J before a flag does the same for any other. What follows the class, -m or -jar is the",
      "program's. Its three streams, INT, TERM and its exit status are passed through; Firebreak's",
      "own words go to stderr, after `firebreak: `.",
      "",
      "Without --grant the program sees the modules that it is found to need: a module's resolved",
      "`requires`; for class paths what jdeps finds, declared service providers and a base set.",
      "With it, just these and java.base.",
      "",
      "Examples:",
      "  firebreak run -jar app.jar --port 8080",
      "  firebreak run --grant java.sql --heap 256m -cp 'lib/*:app.jar' shop.Main",
      "  firebreak run --restart permanent --spares 1 -p mods -m shop/shop.Main",
      "  firebreak run --debug -ea -cp classes Main     then attach to port 5005"
    })
final class RunCommand extends Command {
  private static final String DEBUG = "5005";
  private static final int SIGINT = 2;
  private static final String TAIL = "; stderr ends with:";

  @Option(
      names = {"-p", "--module-path"},
      paramLabel = "PATH",
      description = "Folders and jars of modules.")
  private @Nullable String modulePath;

  @Option(
      names = {"-m", "--module"},
      paramLabel = "MODULE[/CLASS]",
      description = "The module to run; the program's arguments follow.")
  private @Nullable String module;

  @Option(
      names = {"-cp", "-classpath", "--class-path"},
      paramLabel = "PATH",
      description =
          "Folders and jars, with * for all jars of a folder. Default: CLASSPATH, or the current folder.")
  private @Nullable String classPath;

  @Option(
      names = {"-jar", "--jar"},
      paramLabel = "JAR",
      description = "The jar to run; the program's arguments follow.")
  private @Nullable String jar;

  @Option(
      names = "--grant",
      paramLabel = "MODULE",
      split = ",",
      description = "A module of the JDK that the program may see. Repeat it.")
  private @Nullable List<String> grants;

  @Option(
      names = "--allow",
      paramLabel = "WHAT",
      split = ",",
      description = "native-access, unsafe-memory or agents. Repeat it.")
  private List<String> allow = new ArrayList<>();

  @Option(
      names = "--add-opens",
      paramLabel = "M/P=TARGET",
      description = "As java takes it. Repeat it.")
  private List<String> opens = new ArrayList<>();

  @Option(
      names = "--restart",
      paramLabel = "TYPE",
      defaultValue = "transient",
      description =
          "permanent (always), transient (after an abnormal end) or temporary (never). Default: transient.")
  private String restart = "transient";

  @Option(
      names = "--intensity",
      paramLabel = "N/T",
      description = "Give up after more than N restarts within T. Default: 5/30s.")
  private @Nullable String intensity;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "The largest heap, such as 64m. The same as -Xmx.")
  private @Nullable String heap;

  @Option(
      names = "--spares",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many booted JVMs stand ready to take its place.")
  private int spares;

  @Option(
      names = "--debug",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = DEBUG,
      description =
          "Let a debugger attach at this port of the loopback address; write --debug=PORT. Default: 5005.")
  private @Nullable Integer debug;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "firebreak-%p.jfr",
      description =
          "Record with JFR; write --jfr=FILE, where %%p is the pid. Default: firebreak-%%p.jfr.")
  private @Nullable String jfr;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name in `firebreak ps`. Default: from the program.")
  private @Nullable String name;

  @Option(
      names = {"-q", "--quiet"},
      description = "No words of Firebreak's own.")
  private boolean quiet;

  @Option(names = RunArguments.FLAG, hidden = true)
  private List<String> flags = new ArrayList<>();

  @Parameters(
      paramLabel = "[CLASS] ARG",
      description = "The main class, after -cp; then the program's arguments.")
  private List<String> rest = new ArrayList<>();

  private volatile Optional<Exit> last = Optional.empty();
  private volatile boolean reached;
  private volatile boolean built; // an image, so this is the first run of its kind

  RunCommand() {}

  @Override
  public Integer call() throws IOException {
    ChildSpec child = child();
    SupervisorSpec supervisor =
        SupervisorSpec.of(child.name(), child)
            .with(limits())
            .with(dev.firebreak.api.AutoShutdown.ANY);
    Options.Passthrough streams =
        new Options.Passthrough(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    Options options =
        Options.DEFAULT.with(streams).withListener(this::heard).withProgress(this::progress);
    try (Foreground foreground =
        Foreground.open(supervisor, options, supervised -> RunCommand::nothingToReload)) {
      return status(foreground);
    } catch (CommandFailure e) {
      throw new CommandFailure(Status.RUN_FAILED, e.sentence(), e);
    }
  }

  private int status(Foreground foreground) {
    ProcessSupervisor.End end = foreground.supervisor().outcome().join();
    boolean ours = last.isEmpty() || !(last.get() instanceof Exit.Code);
    if (foreground.stoppedByCtrlC() && ours) {
      return Status.SIGNAL + SIGINT; // as java ends, though the child got our SIGTERM
    }
    return last.filter(exit -> !(exit instanceof Exit.NotSpawned))
        .map(Exit::status)
        .orElse(end.sentence().isPresent() || !reached ? Status.RUN_FAILED : Status.OK);
  }

  private void progress(String line) {
    built = true;
    if (!quiet) {
      Words.say(line);
    }
  }

  private static String nothingToReload() {
    throw new CommandFailure(
        Status.USAGE, "`firebreak run` has no file to read again; stop it and start it anew");
  }

  private void heard(Event event) {
    switch (event) {
      case Event.StageReached _, Event.Ready _ -> reached = true;
      case Event.Ended ended -> last = Optional.of(ended.exit());
      default -> {
        // told below, where it matters
      }
    }
    if (!quiet && tells(event)) {
      String sentence = event.sentence();
      int tail = sentence.indexOf(TAIL); // it stands on this very stream already
      Words.say(tail < 0 ? sentence : sentence.substring(0, tail));
    }
  }

  /** Few words: what went wrong, and what was done about it. */
  private boolean tells(Event event) {
    return switch (event) {
      case Event.Ended ended -> ended.verdict().cause().abnormal() && !ended.expected();
      case Event.Ready ready -> ready.failover().isPresent();
      case Event.RestartPlanned _, Event.GaveUp _, Event.Unhealthy _, Event.SelfPaused _ -> true;
      case Event.Notice notice -> built || notice.weight() != Event.Weight.NORMAL;
      case Event.StopStep step -> step.rung() == dev.firebreak.api.Rung.KILL;
      default -> false;
    };
  }

  private ChildSpec child() {
    RunProgram program = new RunProgram(modulePath, module, classPath, jar, rest, this::misused);
    try {
      ChildSpec spec =
          ChildSpec.of(name == null ? program.name() : name, program.read())
              .with(restart())
              .with(granted())
              .with(Limits.DEFAULT)
              .with(jvm -> jvm.withOptions(options()))
              .withSignificant(true)
              .withSpares(spares);
      Optional<ByteSize> largest = heap();
      return largest.isEmpty() ? spec : spec.with(jvm -> jvm.withHeap(largest.get()));
    } catch (IllegalArgumentException e) {
      throw misused(String.valueOf(e.getMessage()));
    }
  }

  private Restart restart() {
    for (Restart type : Restart.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(restart)) {
        return type;
      }
    }
    throw misused(
        "--restart: \"%s\" is none of permanent, transient, temporary%s"
            .formatted(
                restart, Closest.hint(restart, List.of("permanent", "transient", "temporary"))));
  }

  private Intensity limits() {
    if (intensity == null) {
      return Defaults.INTENSITY;
    }
    String[] parts = intensity.split("/", -1);
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,6}")) {
      throw misused("--intensity: \"%s\"; write it as 5/30s".formatted(intensity));
    }
    try {
      Duration period = Spans.parse(parts[1]);
      return new Intensity(Integer.parseInt(parts[0]), period);
    } catch (IllegalArgumentException e) {
      throw misused("--intensity: " + e.getMessage());
    }
  }

  private Grants granted() {
    Set<Grants.Capability> capabilities = EnumSet.noneOf(Grants.Capability.class);
    for (String word : allow) {
      switch (word) {
        case "native-access" -> capabilities.add(Grants.Capability.NATIVE_ACCESS);
        case "unsafe-memory" -> capabilities.add(Grants.Capability.UNSAFE_MEMORY);
        case "agents" -> capabilities.add(Grants.Capability.AGENTS);
        default ->
            throw misused(
                "--allow: \"%s\" is none of native-access, unsafe-memory, agents".formatted(word));
      }
    }
    Grants modules = grants == null ? Grants.derived() : Grants.of(grants);
    return modules.with(capabilities.toArray(Grants.Capability[]::new)).opening(opens);
  }

  private Optional<ByteSize> heap() {
    Optional<String> flag =
        flags.stream().filter(each -> each.startsWith("-Xmx")).reduce((one, later) -> later);
    if (heap != null && flag.isPresent()) {
      throw misused("--heap %s and %s: keep one".formatted(heap, flag.get()));
    }
    Optional<String> size = flag.map(each -> each.substring("-Xmx".length()));
    return size.or(() -> Optional.ofNullable(heap)).map(ByteSize::parse);
  }

  private List<String> options() {
    List<String> options =
        new ArrayList<>(flags.stream().filter(each -> !each.startsWith("-Xmx")).toList());
    if (debug != null) {
      options.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + debug);
    }
    if (jfr != null) {
      options.add("-XX:StartFlightRecording:dumponexit=true,filename=" + jfr);
    }
    return options;
  }
}
