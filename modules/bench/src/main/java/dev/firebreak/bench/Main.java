package dev.firebreak.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code firebreak bench}. */
@Command(
    name = "firebreak bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure Firebreak beside plain java and the supervisors that are installed.",
      "",
      "Both sides are measured in turn, in one run; what counts is their ratio, as each machine and"
          + " each moment has its own milliseconds.",
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:measured, whether goals were reached or not", "1:a row failed", "2:usage"})
public final class Main implements Callable<Integer> {
  @Parameters(paramLabel = "ROW", arity = "0..*", description = "Default: all that are not long.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "All rows, the long ones too.")
  private boolean all;

  @Option(names = "--runs", paramLabel = "N", description = "How often each side is measured.")
  private @Nullable Integer runs;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Option(
      names = "--smoke",
      description = "As little as shows that the rows work; the figures mean nothing.")
  private boolean smoke;

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final PrintStream out;
  private final PrintStream progress;
  private final Optional<Path> cache;

  Main(PrintStream out, PrintStream progress, Optional<Path> cache) {
    this.out = out;
    this.progress = progress;
    this.cache = cache;
  }

  /** Called by the JVM. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, Optional.empty(), arguments));
  }

  static int run(PrintStream out, PrintStream progress, Optional<Path> cache, String... arguments) {
    CommandLine line = new CommandLine(new Main(out, progress, cache));
    line.setUsageHelpWidth(110);
    line.getCommandSpec()
        .usageMessage()
        .footerHeading("%nRows:%n")
        .footer(Rows.list().split("\n", -1));
    return line.execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    List<Row> rows = rows();
    Optional<Path> script =
        Optional.ofNullable(System.getProperty("firebreak.script")).map(Path::of);
    Settings settings = new Settings(Optional.ofNullable(runs), smoke, script, cache);
    List<Figure> figures = new ArrayList<>();
    int status = 0;
    Ground ground = new Ground(settings, progress);
    Thread atExit = new Thread(ground::close, "firebreak-bench-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      for (Row row : rows) {
        progress.println(row.name() + ": " + row.about() + " ...");
        try {
          figures.addAll(row.run(ground));
        } catch (BenchException e) {
          progress.println(row.name() + ": not measured: " + e.getMessage());
          status = 1;
        }
      }
    } finally {
      ground.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
    if (json) {
      out.println(Json.of(figures));
    } else {
      out.println(Machine.words());
      out.print(Table.of(figures));
    }
    return status;
  }

  private List<Row> rows() {
    if (runs != null && runs < 1) {
      throw usage("--runs: " + runs + "; give 1 or more");
    }
    if (names.isEmpty()) {
      return Rows.ALL.stream().filter(row -> all || !row.lengthy()).toList();
    }
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      rows.add(
          Rows.named(name)
              .orElseThrow(() ->
                  usage("no row is named \"%s\"; the rows:%n%s".formatted(name, Rows.list()))));
    }
    return rows;
  }

  private CommandLine.ParameterException usage(String sentence) {
    CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
    return new CommandLine.ParameterException(line, sentence);
  }
}
