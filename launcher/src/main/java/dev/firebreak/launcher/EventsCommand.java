package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import dev.firebreak.processes.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code firebreak events}. */
@CommandLine.Command(
    name = "events",
    description = "Show what happened, as sentences or as JSON lines.",
    footer = {
      "",
      "Events are read from files, so they are there also when the supervisor is not.",
      "",
      "Examples:",
      "  firebreak events -f",
      "  firebreak events shop -n 200 -v",
      "  firebreak events --json | jq 'select(.type == \"Ended\")'"
    })
final class EventsCommand extends Command {
  private static final String FILE = "events.jsonl";

  @Parameters(
      paramLabel = "SUPERVISOR",
      arity = "0..1",
      description = "Whose. Default: all that run, or else all.")
  private String target = "";

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

  @Option(
      names = {"-v", "--verbose"},
      description = "Show details as well, such as each stage of a start.")
  private boolean verbose;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  EventsCommand() {}

  @Override
  public Integer call() throws IOException {
    List<Path> files = files();
    Ink ink = ink();
    List<String> past = new ArrayList<>();
    List<Tail> tails = new ArrayList<>();
    for (Path file : files) {
      Tail tail = new Tail(file, line -> print(line, ink));
      if (follow) {
        tail.skip();
      }
      past.addAll(Tail.last(file, count));
      tails.add(tail);
    }
    if (files.size() > 1) {
      past.sort((one, other) -> at(one).compareTo(at(other)));
    }
    past.subList(Math.max(0, past.size() - count), past.size()).forEach(line -> print(line, ink));
    System.out.flush();
    if (follow) {
      Follow.all(tails);
    }
    return Status.OK;
  }

  private List<Path> files() {
    List<Supervisors.View> views = Supervisors.all();
    if (!target.isEmpty()) {
      return List.of(Address.any(target, views).supervisor().folder().resolve(FILE));
    }
    List<Supervisors.View> running = views.stream().filter(Supervisors.View::running).toList();
    List<Supervisors.View> chosen = running.isEmpty() ? views : running;
    if (chosen.isEmpty()) {
      throw new CommandFailure(
          Status.NOT_FOUND, "no supervisor of yours has run yet; `firebreak up` starts one");
    }
    return chosen.stream().map(view -> view.folder().resolve(FILE)).toList();
  }

  private void print(String line, Ink ink) {
    if (line.isBlank()) {
      return;
    }
    if (json) {
      System.out.println(line);
      return;
    }
    Optional<Event> event = JsonReader.event(line);
    if (event.isEmpty()) {
      System.out.println(ink.faint("(of another version) " + line));
    } else if (verbose || event.get().weight() != Event.Weight.DETAIL) {
      System.out.println(EventLine.of(event.get(), ink));
    }
  }

  private static String at(String line) {
    int start = line.indexOf("\"at\":\"");
    return start < 0 ? "" : line.substring(start, Math.min(line.length(), start + 36));
  }
}
