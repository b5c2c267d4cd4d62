package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak up}. */
@CommandLine.Command(
    name = "up",
    description = "Supervise the children of a file, in the foreground.",
    footer = {
      "",
      "The file is checked as a whole before anything starts. Ctrl-C or SIGTERM stops all children",
      "in reverse order, a second Ctrl-C ends them at once; SIGHUP, or `firebreak reload`, reads the",
      "file again and restarts only what changed. Under systemd (Type=notify) it tells when it is",
      "ready, reloading and stopping, and feeds the watchdog.",
      "",
      "Examples:",
      "  firebreak up                                   a sample that shows some failovers",
      "  firebreak up --print-sample > firebreak.toml   the sample as a file to begin with",
      "  firebreak up firebreak.toml",
      "  firebreak up firebreak.toml --detach && firebreak ps"
    })
final class UpCommand extends Command {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What to supervise, in TOML. Default: an embedded sample.")
  private @Nullable Path file;

  @Option(names = "--name", paramLabel = "NAME", description = "Instead of the file's own name.")
  private @Nullable String name;

  @Option(
      names = {"-d", "--detach"},
      description = "Go to the background, and return when all children are ready.")
  private boolean detach;

  @Option(names = "--detached", hidden = true)
  private boolean detached;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell details as well, such as each stage of a start.")
  private boolean verbose;

  @Option(names = "--check", description = "Only check the file.")
  private boolean check;

  @Option(names = "--print-sample", description = "Print the sample and exit.")
  private boolean print;

  UpCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (print) {
      System.out.print(Sample.text());
      return Status.OK;
    }
    Optional<SupervisorSpec> spec = read();
    if (spec.isEmpty()) {
      return Status.USAGE;
    }
    if (check) {
      System.out.printf("%s is sound: supervisor %s%n", shown(), spec.get().name());
      return Status.OK;
    }
    return leaves() ? Detach.up(spec.get().name(), Main.arguments()) : supervise(spec.get());
  }

  /** Whether this process starts another one in the background, and is not that one itself. */
  boolean leaves() {
    return detach && !detached;
  }

  private String shown() {
    return file == null ? "the sample" : file.toString();
  }

  private Optional<SupervisorSpec> read() throws IOException {
    SpecFile read = file == null ? Sample.read() : SpecFile.read(file);
    Words.faults(shown(), read.faults(), read.warnings());
    return read.spec().map(this::named);
  }

  private SupervisorSpec named(SupervisorSpec spec) {
    if (name == null) {
      return spec;
    }
    if (!SpecFile.isName(name)) {
      throw misused(
          "--name: \"%s\"; a name has letters, digits, dots, dashes or underscores"
              .formatted(name));
    }
    return new SupervisorSpec(
        name,
        spec.strategy(),
        spec.intensity(),
        spec.autoShutdown(),
        spec.restart(),
        spec.significant(),
        spec.after(),
        spec.children());
  }

  private int supervise(SupervisorSpec spec) throws IOException {
    Ink ink = Ink.ofStdout(colour);
    Handshake handshake = new Handshake(detached, () -> {});
    Options options =
        Options.DEFAULT
            .withListener(handshake::heard)
            .withListener(event -> print(event, ink))
            .withProgress(Words::say);
    try (Foreground foreground = Foreground.open(spec, options, this::reload)) {
      handshake.opened(foreground.supervisor());
      if (!detached) {
        hint(foreground.supervisor());
      }
      return Ends.status(foreground);
    } catch (CommandFailure e) {
      handshake.failed(e);
      throw e;
    }
  }

  private static void hint(ProcessSupervisor supervisor) {
    System.out.printf(
        "Logs and events: %s%nFrom another terminal: firebreak ps | kill CHILD | events -f | logs"
            + " CHILD -f. Ctrl-C stops.%n",
        supervisor.folder());
  }

  private void print(Event event, Ink ink) {
    boolean wanted = verbose || event.weight() != Event.Weight.DETAIL;
    if (wanted && !detached) { // in the background nobody reads it, and the fault log keeps it
      System.out.println(EventLine.of(event, ink));
    }
  }

  private Callable<String> reload(ProcessSupervisor supervisor) {
    return () -> {
      SpecFile read = file == null ? Sample.read() : SpecFile.read(file);
      if (read.spec().isEmpty()) {
        StringBuilder all = new StringBuilder("nothing was changed, as the file has faults:");
        read.faults().forEach(fault -> all.append("\n  ").append(fault.in(shown())));
        throw new CommandFailure(Status.USAGE, all.toString());
      }
      SupervisorSpec next = named(read.spec().get());
      if (!next.name().equals(supervisor.name())) {
        throw new CommandFailure(
            Status.USAGE,
            "nothing was changed: %s now names the supervisor %s, and this is %s; stop this one and"
                    .formatted(shown(), next.name(), supervisor.name())
                + " start the other");
      }
      try {
        supervisor.reload(next).get();
      } catch (ExecutionException e) {
        throw new CommandFailure(Status.FAILED, "nothing was changed: " + e.getCause(), e);
      }
      return "%s was read again; what changed is restarted".formatted(shown());
    };
  }
}
