package dev.firebreak.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a person meant by {@code shop/web}, {@code web} or {@code shop}: one supervisor, and a child
 * of it or none. The first part may be left out where the rest is clear without it.
 *
 * @param supervisor whose it is
 * @param path from the supervisor's name on; the name alone for the supervisor itself
 */
record Address(Supervisors.View supervisor, String path) {

  boolean whole() {
    return path.equals(supervisor.name());
  }

  /** Without the supervisor's name, as its control socket wants it. */
  String below() {
    return whole() ? "" : path.substring(supervisor.name().length() + 1);
  }

  /** Finds one child, or one inner supervisor. */
  static Address child(String text, List<Supervisors.View> views) {
    Address found = find(text, views, false);
    if (found.whole()) {
      throw new CommandFailure(
          Status.NOT_FOUND,
          "%s is a supervisor, and this command wants a child of it: %s"
              .formatted(text, names(found.supervisor())));
    }
    return found;
  }

  /** Finds one supervisor or child. */
  static Address any(String text, List<Supervisors.View> views) {
    return find(text, views, true);
  }

  /** The only supervisor, where none is named. */
  static Supervisors.View only(List<Supervisors.View> views, String step) {
    List<Supervisors.View> running = views.stream().filter(Supervisors.View::running).toList();
    if (running.size() == 1) {
      return running.getFirst();
    }
    throw new CommandFailure(
        Status.NOT_FOUND,
        running.isEmpty()
            ? "no supervisor of yours runs; `firebreak up` starts one"
            : "%s supervisors run; %s: %s"
                .formatted(
                    running.size(),
                    step,
                    String.join(", ", running.stream().map(Supervisors.View::name).toList())));
  }

  private static Address find(String text, List<Supervisors.View> views, boolean supervisors) {
    String wanted = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    Map<String, Supervisors.View> all = new LinkedHashMap<>();
    for (Supervisors.View view : views) {
      all.put(view.name(), view);
      paths(view).forEach(path -> all.put(path, view));
    }
    Supervisors.View exact = all.get(wanted);
    if (exact != null && (supervisors || !wanted.equals(exact.name()))) {
      return new Address(exact, wanted);
    }
    List<String> ends = all.keySet().stream().filter(path -> path.endsWith("/" + wanted)).toList();
    if (ends.size() == 1) {
      Supervisors.View owner = Objects.requireNonNull(all.get(ends.getFirst()));
      return new Address(owner, ends.getFirst());
    }
    if (ends.size() > 1) {
      throw new CommandFailure(
          Status.NOT_FOUND,
          "\"%s\" may be %s; write it in full".formatted(text, String.join(" or ", ends)));
    }
    if (exact != null) {
      return new Address(exact, wanted);
    }
    throw unknown(text, views, all.keySet());
  }

  private static CommandFailure unknown(
      String text, List<Supervisors.View> views, Set<String> paths) {
    for (Supervisors.View view : views) {
      if (view.condition() == Supervisors.Condition.NOT_ANSWERING) {
        return silent(view); // it may be a child of that one
      }
    }
    String killed =
        views.stream()
            .filter(view -> view.condition() == Supervisors.Condition.KILLED)
            .map(view ->
                "; supervisor %s was killed, and its children with it".formatted(view.name()))
            .findFirst()
            .orElse("");
    if (views.stream().noneMatch(Supervisors.View::running)) {
      return new CommandFailure(
          Status.NOT_FOUND,
          "there is no \"%s\": no supervisor of yours runs%s; `firebreak up` starts one"
              .formatted(text, killed));
    }
    Set<String> words = new LinkedHashSet<>(paths);
    paths.forEach(path -> words.add(path.substring(path.lastIndexOf('/') + 1)));
    String hint =
        Closest.to(text, words)
            .map("; did you mean \"%s\"?"::formatted)
            .orElse("; there are " + String.join(", ", paths));
    return new CommandFailure(
        Status.NOT_FOUND,
        "there is no supervisor or child \"%s\"%s%s".formatted(text, hint, killed));
  }

  static CommandFailure silent(Supervisors.View view) {
    return new CommandFailure(
        Status.NOT_ANSWERING,
        "supervisor %s (pid %d) does not answer within %s: it is stopped (kill -CONT %d lets it go"
                .formatted(view.name(), view.pid(), Spans.exact(Supervisors.PATIENCE), view.pid())
            + " on), starved or hung; kill -9 %d ends it and its children".formatted(view.pid()));
  }

  /** The children's paths, those of inner supervisors included. */
  private static Set<String> paths(Supervisors.View view) {
    Set<String> paths = new LinkedHashSet<>();
    for (ChildRow child : view.children()) {
      String path = child.path();
      for (int end = path.indexOf('/', view.name().length() + 1);
          end > 0;
          end = path.indexOf('/', end + 1)) {
        paths.add(path.substring(0, end));
      }
      paths.add(path);
    }
    return paths;
  }

  private static String names(Supervisors.View view) {
    List<String> names = new ArrayList<>(paths(view));
    return names.isEmpty() ? "it has none" : String.join(", ", names);
  }
}
