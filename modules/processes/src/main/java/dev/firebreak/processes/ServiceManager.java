package dev.firebreak.processes;

import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.confine.Notify;
import dev.firebreak.supervisor.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells a service manager that started us with NOTIFY_SOCKET (systemd does) how the supervisor is:
 * ready when each child was up once, and again after each reload, its state in a line, and that the
 * loop turns.
 */
final class ServiceManager {
  private final Notify notify;
  private final Executor executor;
  private final Consumer<String> trouble;
  private boolean owed = true; // the word "ready"; of the thread that tells events
  private boolean stopping; // of that thread too
  private boolean failed;

  private interface Word {
    void say() throws IOException;
  }

  private ServiceManager(Notify notify, Executor executor, Consumer<String> trouble) {
    this.notify = notify;
    this.executor = executor;
    this.trouble = trouble;
  }

  static Optional<ServiceManager> open(Executor executor, Consumer<String> trouble) {
    return Notify.fromEnvironment().map(found -> new ServiceManager(found, executor, trouble));
  }

  /** Tells twice within the manager's limit that the loop turns, from the loop itself. */
  void watch(Loop loop) {
    notify.watchdog().ifPresent(limit -> turn(loop, limit.dividedBy(2)));
  }

  private void turn(Loop loop, Duration pause) {
    executor.execute(() -> say(notify::alive));
    var _ = loop.after(pause, () -> turn(loop, pause));
  }

  /** Looks at an event, on the thread that tells them. */
  void on(Event event, Supplier<List<ChildStatus>> children) {
    switch (event) {
      case Event.SupervisorStopping begun when outermost(begun) -> {
        stopping = true;
        say(notify::stopping);
      }
      case Event.Asked asked when outermost(asked) && !stopping -> {
        // the one request that is made to a whole supervisor; its changes are made by now
        owed = true;
        say(notify::reloading);
        look(children.get());
      }
      case Event.Ready _, Event.Ended _ -> {
        List<ChildStatus> now = children.get();
        long up = now.stream().filter(it -> it.state() == ChildStatus.State.UP).count();
        say(() -> notify.status("%d of %d children are up".formatted(up, now.size())));
        look(now);
      }
      default -> {}
    }
  }

  private void look(List<ChildStatus> children) {
    if (owed && !stopping && children.stream().allMatch(ServiceManager::settled)) {
      owed = !say(notify::ready);
    }
  }

  private static boolean outermost(Event event) {
    return !event.subject().contains("/");
  }

  private static boolean settled(ChildStatus child) {
    return switch (child.state()) {
      case WAITING, STARTING, STOPPING -> false;
      case UP, BACKING_OFF, ENDED, STOPPED -> true;
    };
  }

  /**
   * Tries each word, also behind one that failed: a manager that was not told for a moment would
   * otherwise miss the watchdog's word for ever, and kill the supervisor with all its children.
   */
  private synchronized boolean say(Word word) {
    try {
      word.say();
      failed = false;
      return true;
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        trouble.accept("the service manager cannot be told: " + e.getMessage());
      }
      return false;
    }
  }
}
