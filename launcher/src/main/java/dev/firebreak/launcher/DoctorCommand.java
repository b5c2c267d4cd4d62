package dev.firebreak.launcher;

import dev.firebreak.processes.Json;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code firebreak doctor}. */
@CommandLine.Command(
    name = "doctor",
    description = "Say what this machine offers, what is missing, and the step that mends it.",
    footer = {
      "",
      "Nothing is changed. What is missing without being essential costs speed or a ring of",
      "protection, as its line says. Exit status 1: something essential is missing.",
      "",
      "Examples:",
      "  firebreak doctor",
      "  firebreak doctor --json | jq '.[] | select(.mark != \"OK\")'"
    })
final class DoctorCommand extends Command {
  @Option(names = "--json", description = "Print one JSON list.")
  private boolean json;

  DoctorCommand() {}

  @Override
  public Integer call() {
    List<Diagnosis> all = Diagnosis.all();
    if (json) {
      System.out.println(
          Json.line(
              all.stream()
                  .map(each ->
                      Map.of(
                          "name", each.name(),
                          "mark", each.mark(),
                          "says", each.says(),
                          "mend", each.mend()))
                  .toList()));
    } else {
      print(all);
    }
    boolean essential = all.stream().anyMatch(each -> each.mark() == Diagnosis.Mark.MISSING);
    return essential ? Status.FAILED : Status.OK;
  }

  private void print(List<Diagnosis> all) {
    Ink ink = ink();
    Table table = new Table();
    for (Diagnosis each : all) {
      table.row(
          switch (each.mark()) {
            case OK -> ink.good("ok");
            case WARN -> ink.warn("warn");
            case MISSING -> ink.bad("missing");
          },
          each.name(),
          each.says());
      if (!each.mend().isEmpty()) {
        table.row("", "", ink.strong("-> " + each.mend()));
      }
    }
    table.print(System.out);
  }
}
