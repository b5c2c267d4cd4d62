package dev.firebreak.launcher;

import dev.firebreak.processes.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code firebreak ps}. */
@CommandLine.Command(
    name = "ps",
    description = "Show your supervisors and their children.",
    footer = {
      "",
      "Columns: GEN is the child's generation, RESTARTS how often it came back after it had ended",
      "by itself, SINCE how long it is in its state, BEAT the age of its last heartbeat, LAST END why",
      "its process before this one ended, NOTE what its program last said, or why it waits.",
      "",
      "Examples:",
      "  firebreak ps",
      "  firebreak ps --json | jq '.supervisors[].children[] | select(.state != \"UP\")'"
    })
final class PsCommand extends Command {
  private static final long PAGE = 4096;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = {"-a", "--all"},
      description = "Show also the supervisors that have ended.")
  private boolean all;

  PsCommand() {}

  @Override
  public Integer call() {
    List<Supervisors.View> views =
        Supervisors.all().stream()
            .filter(view -> all || view.condition() != Supervisors.Condition.ENDED)
            .toList();
    if (json) {
      System.out.println(Json.line(Map.of("supervisors", views.stream().map(this::tree).toList())));
    } else if (views.isEmpty()) {
      System.out.println("No supervisor of yours runs. `firebreak up` starts one.");
    } else {
      table(views);
    }
    boolean silent =
        views.stream().anyMatch(view -> view.condition() == Supervisors.Condition.NOT_ANSWERING);
    return silent ? Status.NOT_ANSWERING : Status.OK;
  }

  private Map<String, Object> tree(Supervisors.View view) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", view.name());
    tree.put("condition", view.condition());
    tree.put("pid", view.pid());
    tree.put("folder", view.folder());
    tree.put("children", view.children().stream().map(ChildRow::members).toList());
    return tree;
  }

  private void table(List<Supervisors.View> views) {
    Ink ink = ink();
    Instant now = Instant.now();
    Table table = new Table();
    table.row(
        "SUPERVISOR/CHILD",
        "STATE",
        "PID",
        "GEN",
        "RESTARTS",
        "SINCE",
        "BEAT",
        "RSS",
        "LAST END",
        "NOTE");
    for (Supervisors.View view : views) {
      String pid = view.pid() == 0 ? "-" : Long.toString(view.pid());
      table.row(
          ink.strong(view.name()), condition(ink, view), pid, "", "", "", "", rss(view.pid()));
      for (ChildRow child : view.children()) {
        table.row(
            child.path(),
            state(ink, child.state()),
            child.pid() == 0 ? "-" : Long.toString(child.pid()),
            "#" + child.generation(),
            Long.toString(child.restarts()),
            Spans.shortly(child.since(now)),
            child.beat().map(Spans::shortly).orElse("-"),
            rss(child.pid()),
            child.lastCause(),
            ink.faint(child.note()));
      }
    }
    table.print(System.out);
  }

  private static String condition(Ink ink, Supervisors.View view) {
    String word = view.condition().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (view.condition()) {
      case UP -> ink.good(word);
      case STARTING -> ink.warn(word);
      case NOT_ANSWERING, KILLED -> ink.bad(word);
      case ENDED -> ink.faint(word);
    };
  }

  private static String state(Ink ink, String state) {
    return switch (state) {
      case "up" -> ink.good(state);
      case "stopped", "ended" -> ink.faint(state);
      default -> ink.warn(state);
    };
  }

  private static String rss(long pid) {
    if (pid == 0) {
      return "";
    }
    try {
      String[] pages = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", -1);
      return Memory.words(Long.parseLong(pages[1]) * PAGE);
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return "-"; // it ended just now, or this is another system
    }
  }
}
