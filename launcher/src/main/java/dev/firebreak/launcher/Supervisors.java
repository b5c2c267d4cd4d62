package dev.firebreak.launcher;

import dev.firebreak.processes.States;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** All supervisors of the user, asked at once; a silent one costs its deadline once. */
final class Supervisors {
  /** An idle supervisor answers in milliseconds; one that is silent for so long is stuck. */
  static final Duration PATIENCE = Duration.ofMillis(1500);

  private Supervisors() {}

  /** How a supervisor is. */
  enum Condition {
    /** It answered. */
    UP,
    /** Its process is there and did not answer. */
    NOT_ANSWERING,
    /** Its process is there and has no socket yet, or no more. */
    STARTING,
    /** It was killed and left its state behind. */
    KILLED,
    /** It ended in order. */
    ENDED
  }

  /**
   * A supervisor.
   *
   * @param pid 0 if it does not run
   * @param children empty unless it answered
   */
  record View(String name, Path folder, Condition condition, long pid, List<ChildRow> children) {
    boolean running() {
      return condition != Condition.KILLED && condition != Condition.ENDED;
    }
  }

  /** Looks at all. */
  static List<View> all() {
    Executor threads = task -> Thread.ofPlatform().daemon().start(task);
    List<CompletableFuture<View>> views = new ArrayList<>();
    for (States.State state : states()) {
      views.add(
          state.running()
              ? CompletableFuture.supplyAsync(() -> ask(state), threads)
              : CompletableFuture.completedFuture(down(state)));
    }
    return views.stream().map(CompletableFuture::join).toList();
  }

  private static List<States.State> states() {
    try {
      return States.list(States.root());
    } catch (IOException e) {
      throw new CommandFailure(
          Status.FAILED,
          "the state folder %s cannot be read: %s; check its owner, or set FIREBREAK_STATE"
              .formatted(States.root(), e.getMessage()),
          e);
    }
  }

  private static View down(States.State state) {
    Condition condition = state.holder().isPresent() ? Condition.KILLED : Condition.ENDED;
    return new View(state.name(), state.folder(), condition, 0, List.of());
  }

  private static View ask(States.State state) {
    long pid = state.holder().map(States.Holder::pid).orElse(0L);
    return switch (ControlClient.ask(state.folder(), ControlClient.request("status"), PATIENCE)) {
      case ControlClient.Reply.Answer(Map<?, ?> members) ->
          new View(state.name(), state.folder(), Condition.UP, pid, rows(members));
      case ControlClient.Reply.Refused _, ControlClient.Reply.Silent _ ->
          new View(state.name(), state.folder(), Condition.NOT_ANSWERING, pid, List.of());
      case ControlClient.Reply.Nobody _ ->
          new View(state.name(), state.folder(), Condition.STARTING, pid, List.of());
    };
  }

  private static List<ChildRow> rows(Map<?, ?> answer) {
    List<ChildRow> rows = new ArrayList<>();
    if (answer.get("children") instanceof Collection<?> children) {
      for (Object child : children) {
        if (child instanceof Map<?, ?> members) {
          rows.add(new ChildRow(members));
        }
      }
    }
    return rows;
  }
}
