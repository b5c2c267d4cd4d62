package dev.firebreak.launcher;

import dev.firebreak.processes.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak logs}. */
@CommandLine.Command(
    name = "logs",
    description = "Show what a child wrote to stdout and stderr.",
    footer = {
      "",
      "Logs outlive the child and its supervisor. Each line has its time, the child's generation",
      "and the stream it came from.",
      "",
      "Examples:",
      "  firebreak logs web -f",
      "  firebreak logs shop/web -n 500 --stderr",
      "  firebreak logs web --plain > web.txt"
    })
final class LogsCommand extends Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private record Shown(boolean err, String raw) {}

  @Parameters(paramLabel = "CHILD", description = "SUPERVISOR/CHILD, or CHILD where it is clear.")
  private String child = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with those to come, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many past ones. Default: 50.")
  private int count = 50;

  @Option(names = "--stdout", description = "Only what went to stdout.")
  private boolean stdout;

  @Option(names = "--stderr", description = "Only what went to stderr.")
  private boolean stderr;

  @Option(names = "--plain", description = "Only the text, without time, generation and stream.")
  private boolean plain;

  LogsCommand() {}

  @Override
  public Integer call() throws IOException {
    Ink ink = ink();
    Path stem = stem();
    List<Shown> past = new ArrayList<>();
    List<Tail> tails = new ArrayList<>();
    for (boolean err : List.of(false, true)) {
      if (err ? stdout && !stderr : stderr && !stdout) {
        continue;
      }
      Path file = stem.resolveSibling(stem.getFileName() + (err ? ".err.log" : ".out.log"));
      Tail tail = new Tail(file, line -> print(new Shown(err, line), ink));
      if (follow) {
        tail.skip();
      }
      Tail.last(file, count).forEach(line -> past.add(new Shown(err, line)));
      tails.add(tail);
    }
    past.sort(
        Comparator.comparing(line -> line.raw().substring(0, Math.min(24, line.raw().length()))));
    past.subList(Math.max(0, past.size() - count), past.size()).forEach(line -> print(line, ink));
    System.out.flush();
    if (follow) {
      Follow.all(tails);
    }
    return Status.OK;
  }

  private void print(Shown shown, Ink ink) {
    Optional<LogLine> parsed = LogLine.parse(shown.raw());
    if (parsed.isEmpty()) {
      System.out.println(shown.raw());
      return;
    }
    LogLine line = parsed.get();
    if (plain) {
      System.out.println(line.text());
      return;
    }
    String head =
        "%s #%d %s "
            .formatted(TIME.format(line.at()), line.generation(), shown.err() ? "err" : "out");
    System.out.println(ink.faint(head) + (shown.err() ? ink.warn(line.text()) : line.text()));
  }

  /** Where its logs are, without {@code .out.log}; also for children that are no more. */
  private Path stem() throws IOException {
    List<Supervisors.View> views = Supervisors.all();
    List<Supervisors.View> withFiles = new ArrayList<>();
    for (Supervisors.View view : views) {
      withFiles.add(
          new Supervisors.View(
              view.name(), view.folder(), view.condition(), view.pid(), rows(view)));
    }
    Address address = Address.child(child, withFiles);
    return address.supervisor().folder().resolve("logs").resolve(address.below());
  }

  /** The children that are or have been there. */
  private static List<ChildRow> rows(Supervisors.View view) throws IOException {
    List<ChildRow> rows = new ArrayList<>(view.children());
    Path logs = view.folder().resolve("logs");
    if (!Files.isDirectory(logs)) {
      return rows;
    }
    try (Stream<Path> files = Files.walk(logs)) {
      files
          .map(file -> logs.relativize(file).toString())
          .filter(name -> name.matches(".*\\.(out|err)\\.log"))
          .map(name -> view.name() + "/" + name.substring(0, name.length() - ".out.log".length()))
          .distinct()
          .forEach(path -> rows.add(ChildRow.named(path)));
    }
    return rows;
  }
}
