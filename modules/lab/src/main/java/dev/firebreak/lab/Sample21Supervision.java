/* Prints:
 *   till-1 is ready, life 1
 *   till-1 ended: HALT
 *   till-1 is started again
 *   till-1 is ready, life 2
 *   till-1 ended: NORMAL
 *   shop ended: AUTO_SHUTDOWN
 */
package dev.firebreak.lab;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Program;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tasks end, services do not: a supervisor keeps a child alive and starts it again when it ends.
 */
public final class Sample21Supervision {
  private Sample21Supervision() {}

  /** A service that crashes once. */
  public static final class Till implements Task {
    @Override
    public void run(TaskContext context) {
      if (context.generation() == 1) {
        Runtime.getRuntime().halt(7);
      }
    }
  }

  /** Supervises it until it ends in order. */
  public static void main(String[] args) throws Exception {
    ChildSpec till =
        ChildSpec.of("till-1", program(Till.class)).with(Restart.TRANSIENT).withSignificant(true);
    SupervisorSpec shop = SupervisorSpec.of("shop", till).with(AutoShutdown.ALL);
    Path state = Files.createTempDirectory("sample21");
    Options options = Options.DEFAULT.withStateRoot(state).withListener(Sample21Supervision::tell);

    try (ProcessSupervisor supervisor = ProcessSupervisor.open(shop, options)) {
      System.out.println("shop ended: " + supervisor.outcome().join().how());
    }
    delete(state);
  }

  static void tell(Event event) {
    switch (event) {
      case Event.Ready it ->
          System.out.println(it.child().name() + " is ready, life " + it.child().generation());
      case Event.Ended it ->
          System.out.println(it.child().name() + " ended: " + it.verdict().cause());
      case Event.RestartPlanned _ -> System.out.println("till-1 is started again");
      default -> {} // some twenty kinds more, each with a sentence()
    }
  }

  /** Where this class is, on a module path or a class path. */
  static Program program(Class<?> main) {
    String name = main.getName();
    Module module = main.getModule();
    return module.isNamed()
        ? new Program.Modular(
            paths("jdk.module.path"), module.getName(), Optional.of(name), List.of())
        : new Program.ClassPath(paths("java.class.path"), name, List.of());
  }

  private static List<Path> paths(String property) {
    return Arrays.stream(System.getProperty(property).split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
