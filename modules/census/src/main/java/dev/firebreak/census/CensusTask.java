package dev.firebreak.census;

import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Counts a share of the modules of a JDK, in a child of its own. What an earlier generation
 * published is not counted again.
 *
 * <p>Arguments: the JDK's home, the folder to publish in, then the names of its modules.
 */
public final class CensusTask implements Task {
  /** How many class files lie between two words to the supervisor. */
  private static final int EVERY = 50;

  /** Made by the child's JVM. */
  public CensusTask() {}

  @Override
  public void run(TaskContext context) throws IOException {
    List<String> arguments = context.arguments();
    if (arguments.size() < 2) {
      throw new IllegalArgumentException("arguments: the JDK's home, a folder, names of modules");
    }
    Path folder = Path.of(arguments.get(1));
    try (Jdk jdk = Jdk.open(Path.of(arguments.get(0)))) {
      Run run = new Run(context, folder, jdk, arguments.subList(2, arguments.size()));
      context.ready();
      run.work();
    }
  }

  /** One generation's work. */
  private static final class Run implements Counter.Watch {
    private final TaskContext context;
    private final Path folder;
    private final List<String> modules;
    private final Counter counter;
    private final List<Accident> accidents;
    private long counted; // class files of the share, over all generations

    Run(TaskContext context, Path folder, Jdk jdk, List<String> modules) throws IOException {
      this.context = context;
      this.folder = folder;
      this.modules = modules;
      this.counter = new Counter(jdk);
      this.accidents = Accident.planted(folder, context.name());
    }

    void work() throws IOException {
      for (String module : modules) {
        counted += Tally.read(folder, module).map(Tally::classes).orElse(0L);
      }
      say();
      for (String module : modules) {
        if (Tally.published(folder, module)) {
          continue;
        }
        Optional<Tally> tally = counter.count(module, context.name(), this);
        if (tally.isEmpty()) {
          System.out.println("stopped in the middle of " + module + ", as asked");
          return;
        }
        tally.get().publish(folder);
        System.out.println("published " + module + ": " + tally.get().classes() + " classes");
      }
      say();
    }

    @Override
    public boolean counted() throws IOException {
      counted++;
      context.progress();
      if (counted % EVERY == 0) {
        say();
      }
      if (!accidents.isEmpty() && counted >= accidents.getFirst().after()) {
        Accident.happen(folder, context.name());
      }
      return !context.stopping();
    }

    private void say() {
      context.progress(counted + " classes");
    }
  }
}
