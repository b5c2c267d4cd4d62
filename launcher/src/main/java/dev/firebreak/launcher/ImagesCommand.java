package dev.firebreak.launcher;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Program;
import dev.firebreak.processes.Json;
import dev.firebreak.processes.Runtimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak images}. */
@CommandLine.Command(
    name = "images",
    description = "Show, build and clean the images that children boot from.",
    footer = {
      "",
      "An image holds just the granted modules of the JDK and an AOT cache. It is built when a child",
      "first needs it, and by `build` beforehand; `clean` never deletes one that is in use.",
      "",
      "Examples:",
      "  firebreak images",
      "  firebreak images build java.sql java.logging",
      "  firebreak images clean --unused 7d"
    })
final class ImagesCommand extends Command {
  private static final String LIST = "list";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|build|clean",
      defaultValue = LIST,
      description = "What to do. Default: list.")
  private String action = LIST;

  @Parameters(
      index = "1..*",
      paramLabel = "MODULE",
      description = "For build: the modules beside java.base.")
  private List<String> modules = new ArrayList<>();

  @Option(names = "--lean", description = "For build: for children with lean = true.")
  private boolean lean;

  @Option(
      names = "--unused",
      paramLabel = "T",
      defaultValue = "0s",
      description = "For clean: only those that were not used for so long. Default: all.")
  private String unused = "0s";

  @Option(names = "--json", description = "For list: print one JSON object.")
  private boolean json;

  ImagesCommand() {}

  @Override
  public Integer call() throws IOException {
    Runtimes runtimes = Runtimes.open(Optional.empty(), Words::say);
    if (!action.equals("build") && !modules.isEmpty()) {
      throw misused("%s takes no modules".formatted(action));
    }
    switch (action) {
      case LIST -> list(runtimes);
      case "build" -> build(runtimes);
      case "clean" -> clean(runtimes);
      default ->
          throw misused(
              "\"%s\" is none of list, build, clean%s"
                  .formatted(action, Closest.hint(action, List.of(LIST, "build", "clean"))));
    }
    return Status.OK;
  }

  private void list(Runtimes runtimes) {
    List<Runtimes.Entry> entries = runtimes.list();
    long sum = entries.stream().mapToLong(Runtimes.Entry::bytes).sum();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("folder", runtimes.folder());
      tree.put("bytes", sum);
      tree.put("images", entries);
      System.out.println(Json.line(tree));
      return;
    }
    if (!entries.isEmpty()) {
      table(entries).print(System.out);
    }
    System.out.printf(
        "%d %s, %s, in %s%n",
        entries.size(), entries.size() == 1 ? "image" : "images", size(sum), runtimes.folder());
  }

  private Table table(List<Runtimes.Entry> entries) {
    Ink ink = ink();
    Instant now = Instant.now();
    Table table = new Table();
    table.row("IMAGE", "SIZE", "BUILT", "LAST USE", "STATE", "JDK", "MODULES");
    for (Runtimes.Entry entry : entries) {
      String state =
          entry.fault().isPresent()
              ? ink.bad("damaged")
              : entry.inUse() ? ink.good("in use") : "idle";
      table.row(
          entry.key(),
          size(entry.bytes()),
          Spans.shortly(Duration.between(entry.built(), now)) + " ago",
          Spans.shortly(Duration.between(entry.used(), now)) + " ago",
          state,
          entry.jdk(),
          shortly(List.copyOf(entry.modules())));
    }
    return table;
  }

  private static String shortly(List<String> modules) {
    int shown = 3;
    return modules.size() <= shown
        ? String.join(", ", modules)
        : String.join(", ", modules.subList(0, shown))
            + " and %d more".formatted(modules.size() - shown);
  }

  private static String size(long bytes) {
    return Memory.words(bytes);
  }

  private void build(Runtimes runtimes) throws IOException {
    ChildSpec spec =
        ChildSpec.of("image", new Program.ClassPath(List.<Path>of(), "none", List.of()))
            .with(Grants.of(modules))
            .with(jvm -> jvm.withLean(lean));
    Runtimes.Built built = runtimes.build(spec);
    System.out.printf("%s: %s%n", built.key(), String.join(", ", built.modules()));
    built.notices().forEach(Words::say);
  }

  private void clean(Runtimes runtimes) {
    Duration least;
    try {
      least = Spans.parse(unused);
    } catch (IllegalArgumentException e) {
      throw misused("--unused: " + e.getMessage());
    }
    Instant before = Instant.now().minus(least);
    Predicate<Runtimes.Entry> old = entry -> !entry.used().isAfter(before);
    List<Runtimes.Entry> gone = runtimes.clean(old);
    long sum = gone.stream().mapToLong(Runtimes.Entry::bytes).sum();
    gone.forEach(entry -> System.out.println(entry.key() + " deleted"));
    System.out.printf("%d deleted, %s freed%n", gone.size(), gone.isEmpty() ? "0m" : size(sum));
  }
}
