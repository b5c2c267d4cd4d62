package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Program;
import dev.firebreak.api.SupervisorSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A supervisor on virtual time with processes that are only told about. */
final class Theatre {
  final VirtualLoop loop = new VirtualLoop();
  final FakeSpawner spawner = new FakeSpawner(loop);
  final List<Event> events = new ArrayList<>();
  final Supervisor supervisor;

  Theatre(SupervisorSpec spec) {
    this(spec, Ends.PLAIN);
  }

  Theatre(SupervisorSpec spec, Ends ends) {
    supervisor = new Supervisor(spec, spawner, loop, events::add, () -> 0, ends);
  }

  static ChildSpec child(String name) {
    return ChildSpec.of(
        name, new Program.ClassPath(List.of(Path.of("app.jar")), "app.Main", List.of()));
  }

  Theatre start() {
    supervisor.start();
    loop.settle();
    return this;
  }

  void stop() {
    var _ = supervisor.stop("the test asks for it");
    loop.settle();
  }

  void end(String child, int status) {
    spawner.of(child).end(status);
    loop.settle();
  }

  void advance(Duration span) {
    loop.advance(span);
  }

  <T> T get(CompletableFuture<T> answer) {
    loop.settle();
    return answer.join();
  }

  ChildStatus status(String name) {
    return get(supervisor.children()).stream()
        .filter(status -> status.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Outcome outcome() {
    loop.settle();
    return supervisor.ended().getNow(null);
  }

  <E extends Event> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The names of children in the order in which events of a kind were told of them. */
  List<String> order(Class<? extends Event.OfChild> kind) {
    return told(kind).stream().map(event -> event.child().name()).toList();
  }

  void forget() {
    events.clear();
  }
}
