package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.fail;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Program;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A supervisor with everything that it told. */
final class Watched implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Event> events = new ArrayList<>();
  final ProcessSupervisor supervisor;

  private Watched(SupervisorSpec spec, Options options) throws IOException {
    this.supervisor = ProcessSupervisor.open(spec, options.withListener(this::add));
  }

  static Watched open(Path root, ChildSpec... children) throws IOException {
    return open(root, options -> options, children);
  }

  static Watched open(Path root, UnaryOperator<Options> change, ChildSpec... children)
      throws IOException {
    return new Watched(
        SupervisorSpec.of("shop", children), change.apply(Options.DEFAULT.withStateRoot(root)));
  }

  static ChildSpec child(String... args) {
    return child(Faulty.class, args);
  }

  /** Of java.base alone, so that all share one image; restarted at once, but never by itself. */
  static ChildSpec child(Class<?> main, String... args) {
    return ChildSpec.of(
            "web", new Program.ClassPath(List.of(classes()), main.getName(), List.of(args)))
        .with(Restart.TEMPORARY)
        .with(Grants.of())
        .with(Backoff.NONE);
  }

  /** Our own classes, and those of the API for tasks, as a class path. */
  static Path classes() {
    return location(Faulty.class);
  }

  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void add(Event event) {
    events.add(event);
    notifyAll();
  }

  /** The first event of a type that fits, waited for. */
  synchronized <E extends Event> E await(Class<E> type, Predicate<? super E> fits) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      for (Event event : events) {
        if (type.isInstance(event) && fits.test(type.cast(event))) {
          return type.cast(event);
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return fail("no such %s among %s".formatted(type.getSimpleName(), sentences()));
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  <E extends Event> E await(Class<E> type) {
    return await(type, event -> true);
  }

  synchronized List<String> sentences() {
    return events.stream().map(Event::sentence).toList();
  }

  synchronized <E extends Event> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  ChildStatus only() {
    return supervisor.children().getFirst();
  }

  /** What the child wrote, without our marks, waited for until it fits. */
  String log(boolean err, Predicate<String> fits) {
    return log("web", err, fits);
  }

  String log(String child, boolean err, Predicate<String> fits) {
    Path file = States.log(supervisor.folder(), "shop/" + child, err);
    String[] text = {""};
    until(() -> {
      try {
        if (Files.exists(file)) {
          text[0] =
              String.join(
                  "\n",
                  Arrays.stream(Files.readString(file).split("\n"))
                      .map(line -> LogLine.parse(line).map(LogLine::text).orElse(line))
                      .toList());
        }
        return fits.test(text[0]);
      } catch (IOException e) {
        return false;
      }
    });
    return text[0];
  }

  /** Waits for a condition; there is nothing to be told by. */
  static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("it did not come about within " + PATIENCE);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    supervisor.killAll("the test is over").join();
  }
}
