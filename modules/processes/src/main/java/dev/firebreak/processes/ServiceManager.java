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
 * ready when each child was up once, its state in a line, and that the loop turns.
 */
final class ServiceManager {
  private final Notify notify;
  private final Executor executor;
  private final Consumer<String> trouble;
  private boolean ready; // of the thread that tells events
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
      case Event.SupervisorStopping stopping when !stopping.subject().contains("/") ->
          say(notify::stopping);
      case Event.Ready _, Event.Ended _ -> {
        List<ChildStatus> now = children.get();
        long up = now.stream().filter(it -> it.state() == ChildStatus.State.UP).count();
        say(() -> notify.status("%d of %d children are up".formatted(up, now.size())));
        if (!ready && now.stream().allMatch(ServiceManager::started)) {
          ready = true;
          say(notify::ready);
        }
      }
      default -> {}
    }
  }

  private static boolean started(ChildStatus child) {
    return child.state() != ChildStatus.State.WAITING
        && child.state() != ChildStatus.State.STARTING;
  }

  private synchronized void say(Word word) {
    if (!failed) {
      try {
        word.say();
      } catch (IOException e) {
        failed = true;
        trouble.accept("the service manager cannot be told: " + e.getMessage());
      }
    }
  }
}
