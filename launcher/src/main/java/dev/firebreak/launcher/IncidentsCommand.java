package dev.firebreak.launcher;

import dev.firebreak.processes.Incident;
import dev.firebreak.processes.Incidents;
import dev.firebreak.processes.Json;
import dev.firebreak.processes.States;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak incidents}. */
@CommandLine.Command(
    name = "incidents",
    description = "Show which children died, and why: each with its evidence.",
    footer = {
      "",
      "An incident is an end that nobody had asked for. Its folder holds the verdict, the child's",
      "last words, the end of its output, and what else was found. Columns: TIMES is how often the",
      "same was seen so far, which --json tells by its fingerprint. Pools without a name keep theirs",
      "together, as do processes that a program starts by itself.",
      "",
      "Examples:",
      "  firebreak incidents",
      "  firebreak incidents shop/web -n 5",
      "  firebreak incidents show last",
      "  firebreak incidents show 3f2a",
      "  firebreak incidents --json | jq -r .incident.verdict.cause | sort | uniq -c"
    })
final class IncidentsCommand extends Command {
  private static final String SHOW = "show";
  private static final String LAST = "last";
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CHILD|show",
      description =
          "Whose: SUPERVISOR, SUPERVISOR/CHILD or CHILD. Default: all. Or `show`, for one in full.")
  private String what = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "For show: its ID, or the beginning of it, or `last`. Default: last.")
  private String id = "";

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the latest. Default: 20.")
  private int count = 20;

  @Option(names = "--json", description = "Print one JSON object a line, with the folder.")
  private boolean json;

  IncidentsCommand() {}

  @Override
  public Integer call() throws IOException {
    if (count < 0) {
      throw misused("-n: %d; give 0 or more".formatted(count));
    }
    List<Incidents.Kept> all = all();
    if (what.equals(SHOW)) {
      Incidents.Kept one = one(all, id.isEmpty() ? LAST : id);
      if (json) {
        System.out.println(line(one));
      } else {
        new IncidentPage(one, ink()).print(System.out);
      }
      return Status.OK;
    }
    if (!id.isEmpty()) {
      throw misused("`firebreak incidents show %s` shows one".formatted(id));
    }
    List<Incidents.Kept> chosen =
        all.stream().filter(kept -> of(kept.incident().child(), what)).toList();
    if (chosen.isEmpty()) {
      return none(all);
    }
    list(chosen.subList(Math.max(0, chosen.size() - count), chosen.size()));
    return Status.OK;
  }

  private int none(List<Incidents.Kept> all) {
    if (what.isEmpty()) {
      if (!json) {
        System.out.println("No child of yours has died without being asked to.");
      }
      return Status.OK;
    }
    List<String> paths =
        all.stream().map(kept -> kept.incident().child()).distinct().sorted().toList();
    throw new CommandFailure(
        Status.NOT_FOUND,
        "there is no incident of \"%s\"%s"
            .formatted(
                what,
                paths.isEmpty()
                    ? ", nor of any other child"
                    : Closest.to(what, paths)
                        .map("; did you mean \"%s\"?"::formatted)
                        .orElse("; there are some of " + String.join(", ", paths))));
  }

  /** Those of all supervisors and pools, oldest first. */
  private static List<Incidents.Kept> all() throws IOException {
    Path root = States.root();
    List<Incidents.Kept> all = new ArrayList<>(Incidents.list(Incidents.pools(root)));
    for (States.State state : States.list(root)) {
      all.addAll(Incidents.list(state.folder()));
    }
    all.sort(Comparator.comparing(kept -> kept.incident().at()));
    return all;
  }

  /** Whether a child's path is what somebody means by that. */
  static boolean of(String path, String meant) {
    String wanted = meant.endsWith("/") ? meant.substring(0, meant.length() - 1) : meant;
    return wanted.isEmpty()
        || ("/" + path + "/").startsWith("/" + wanted + "/")
        || ("/" + path).endsWith("/" + wanted);
  }

  static Incidents.Kept one(List<Incidents.Kept> all, String id) {
    if (all.isEmpty()) {
      throw new CommandFailure(
          Status.NOT_FOUND, "there is no incident: no child has died without being asked to");
    }
    if (id.equals(LAST)) {
      return all.getLast();
    }
    List<Incidents.Kept> found =
        all.stream()
            .filter(kept -> kept.incident().id().startsWith(id.toLowerCase(Locale.ROOT)))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new CommandFailure(
          Status.NOT_FOUND,
          "there is no incident \"%s\"; the oldest go when there are many. `firebreak incidents`"
                  .formatted(id)
              + " lists them");
    }
    List<String> ids = found.stream().map(kept -> kept.incident().id()).toList();
    throw new CommandFailure(
        Status.NOT_FOUND,
        "\"%s\" may be %s; write more of it".formatted(id, String.join(" or ", ids)));
  }

  private void list(List<Incidents.Kept> chosen) {
    if (json) {
      chosen.forEach(kept -> System.out.println(line(kept)));
      return;
    }
    Ink ink = ink();
    Table table = new Table();
    table.row("ID", "WHEN", "CHILD", "CAUSE", "SURE", "TIMES", "WHY");
    for (Incidents.Kept kept : chosen) {
      Incident incident = kept.incident();
      table.row(
          ink.strong(incident.id()),
          WHEN.format(incident.at()),
          incident.child() + "#" + incident.generation(),
          ink.warn(incident.verdict().cause().name()),
          incident.verdict().confidence().name().toLowerCase(Locale.ROOT),
          Long.toString(incident.times()),
          shortly(incident.verdict().sentence()));
    }
    table.print(System.out);
    System.out.println(ink.faint("`firebreak incidents show ID` tells all of one."));
  }

  private static String shortly(String sentence) {
    int most = 60;
    String line = IncidentPage.safe(sentence.lines().findFirst().orElse(""));
    return line.length() > most ? line.substring(0, most - 3) + "..." : line;
  }

  private static String line(Incidents.Kept kept) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("folder", kept.folder());
    tree.put("incident", kept.incident());
    return Json.line(tree);
  }
}
