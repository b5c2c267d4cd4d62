package dev.firebreak.launcher;

import dev.firebreak.faults.Fault;
import dev.firebreak.faults.Need;
import dev.firebreak.lab.Lab;
import dev.firebreak.lab.Plan;
import dev.firebreak.processes.Json;
import dev.firebreak.report.Findings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak lab}. */
@CommandLine.Command(
    name = "lab",
    description = "See what a fault costs the others: in processes, and in threads of one JVM.",
    footer = {
      "",
      "Siblings count and hash real class files, while one task has a fault: it fills the heap, hangs,",
      "crashes native code, calls System.exit. The same tasks run in a pool of processes and in a pool of",
      "threads, which has a JVM of its own, so that this one survives. Each answer is held against",
      "that of a plain run, and each verdict against the truth. The status is 1 if processes lost a",
      "sibling, or a verdict that calls itself certain was wrong.",
      "",
      "Examples:",
      "  firebreak lab                          eight faults and the price, in a minute or two",
      "  firebreak lab heap-oom native-crash",
      "  firebreak lab --list                   all faults",
      "  firebreak lab --all --report out       all of them, and a page: out/index.html",
      "  firebreak lab deadlock --files src     over files of yours",
      "  firebreak lab --from out --report new  draws the page of a run again"
    })
final class LabCommand extends Command {
  private static final int MOST_TASKS = 64;
  private static final int MOST_ROUNDS = 20;
  private static final int ROUNDS = 3;
  private static final Duration SHORTEST_SOAK = Duration.ofMinutes(2);

  @Parameters(
      arity = "0..*",
      paramLabel = "FAULT",
      completionCandidates = Names.class,
      description = "Which faults, as --list names them. Default: eight of them.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "All faults.")
  private boolean all;

  @Option(names = "--list", description = "Print the catalogue of faults, and try none.")
  private boolean list;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many siblings the faulty task has, 1 to 64. Default: 8.")
  private int tasks = 8;

  @Option(
      names = "--files",
      paramLabel = "PATH",
      arity = "1..*",
      description = "What the siblings count: files and folders. Default: class files of this JDK.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--price",
      paramLabel = "N",
      description =
          "Measure N times what the work costs without a fault, 0 to 20."
              + " Default: 3, and 0 where faults are named.")
  private @Nullable Integer rounds;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = "Write lab.json and a page, index.html, that shows all of it.")
  private @Nullable Path report;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Try nothing, but show a run that has been: its lab.json, or the folder of it.")
  private @Nullable Path from;

  @Option(names = "--json", description = "Print the findings as JSON, and progress on stderr.")
  private boolean json;

  @Option(
      names = "--soak",
      paramLabel = "TIME",
      description =
          "Try no fault, but whether honest work raises a false alarm: for so long, such as 1h,"
              + " with the supervisor stopped in between and eight busy neighbours. 2m or more.")
  private @Nullable String soak;

  LabCommand() {}

  @Override
  public Integer call() throws IOException {
    if (list) {
      return catalogue();
    }
    String length = soak;
    if (length != null) {
      return LabSoak.run(soaking(length), System.out);
    }
    Optional<Path> folder = Optional.ofNullable(report);
    PrintStream told = json ? System.err : System.out;
    Path stored = from;
    if (stored != null) {
      if (all || !names.isEmpty() || !files.isEmpty() || rounds != null) {
        throw misused("--from shows a run that has been: it takes --report and --json alone");
      }
      Findings findings = LabRecord.read(stored);
      folder.ifPresent(this::writable);
      return show(findings, folder, told);
    }
    Plan plan = plan();
    folder.ifPresent(this::writable);
    try (Lab lab = opened(plan, told)) {
      Signals.on("INT", () -> stop(lab));
      Signals.on("TERM", () -> stop(lab));
      Findings findings = lab.run();
      return show(findings, folder, told);
    } catch (InterruptedException e) {
      told.println("Stopped, and all that it had started.");
      return Status.SIGNAL + 2;
    }
  }

  /** The table first: it is there also where the disk is full. */
  private int show(Findings findings, Optional<Path> folder, PrintStream told) {
    if (json) {
      System.out.println(Json.line(findings));
    }
    LabTable table = new LabTable(findings, json ? Ink.PLAIN : ink());
    table.print(told);
    if (folder.isPresent()) {
      try {
        told.println("The page: " + LabRecord.write(findings, folder.get()));
      } catch (IOException e) {
        throw new CommandFailure(
            Status.FAILED,
            "the report could not be written to %s (%s), so what is printed above is all there is;"
                    .formatted(folder.get(), LabRecord.words(e))
                + " make room there, or name another folder",
            e);
      }
    }
    return table.asPromised() ? Status.OK : Status.FAILED;
  }

  private Lab opened(Plan plan, PrintStream told) throws IOException {
    try {
      return Lab.open(plan, new LabScreen(told, json ? Ink.PLAIN : ink(), plan.faults().size()));
    } catch (IllegalArgumentException e) {
      throw misused("--files: " + e.getMessage());
    }
  }

  /** The second time it does not wait: what the lab has started sees its end. */
  private static void stop(Lab lab) {
    if (lab.isStopped()) {
      Runtime.getRuntime().halt(Status.SIGNAL + 2);
    }
    Thread.ofPlatform().daemon().name("firebreak-stop").start(lab::stop);
  }

  private Duration soaking(String text) {
    Duration length;
    try {
      length = Spans.parse(text);
    } catch (IllegalArgumentException e) {
      throw misused("--soak: " + e.getMessage());
    }
    if (length.compareTo(SHORTEST_SOAK) < 0) {
      throw misused(
          "--soak: %s; the usual clocks need %s or more to see anything"
              .formatted(text, Spans.exact(SHORTEST_SOAK)));
    }
    return length;
  }

  private Plan plan() {
    if (tasks < 1 || tasks > MOST_TASKS) {
      throw misused("--tasks: %d; give 1 to %d".formatted(tasks, MOST_TASKS));
    }
    if (all && !names.isEmpty()) {
      throw misused("--all and %s: give either".formatted(String.join(" ", names)));
    }
    int measured = Optional.ofNullable(rounds).orElse(names.isEmpty() ? ROUNDS : 0);
    if (measured < 0 || measured > MOST_ROUNDS) {
      throw misused("--price: %d; give 0 to %d".formatted(measured, MOST_ROUNDS));
    }
    List<Fault> faults =
        all
            ? List.of(Fault.values())
            : names.isEmpty() ? Plan.few() : names.stream().distinct().map(this::fault).toList();
    return new Plan(
        faults, tasks, files, measured, "firebreak " + String.join(" ", Main.arguments()));
  }

  private Fault fault(String name) {
    return Fault.of(name)
        .orElseThrow(() ->
            misused(
                "there is no fault \"%s\"%s; `firebreak lab --list` names all of them"
                    .formatted(name, Closest.hint(name, Names.all()))));
  }

  private void writable(Path folder) {
    try {
      LabRecord.probe(folder);
    } catch (IOException e) {
      throw misused(
          "--report: %s is no folder that can be written to (%s); name another one"
              .formatted(folder, LabRecord.words(e)));
    }
  }

  private int catalogue() {
    Table table = new Table();
    Ink ink = ink();
    table.row("FAULT", "WHAT HAPPENS", "SIBLINGS IN THREADS", "TRUE VERDICT");
    for (Fault fault : Fault.values()) {
      table.row(
          ink.strong(fault.word()),
          fault.story(),
          fault.needs(Need.LINK) ? "-" : fault.harm().words(),
          LabTable.words(fault.truth().cause()));
    }
    table.print(System.out);
    return Status.OK;
  }

  /** For shells that complete. */
  static final class Names implements Iterable<String> {
    Names() {}

    static List<String> all() {
      return Stream.of(Fault.values()).map(Fault::word).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return all().iterator();
    }
  }
}
