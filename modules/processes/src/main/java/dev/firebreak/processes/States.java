package dev.firebreak.processes;

import dev.firebreak.confine.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state folders of a user's supervisors, running and past. */
public final class States {
  static final String PID = "pid.json";

  private States() {}

  /**
   * Who holds a state folder, as its {@code pid.json} says.
   *
   * @param pid of the supervisor's process
   * @param started when that process started, in clock ticks since boot
   * @param at when the supervisor was opened
   * @param command what the process was started as
   * @param token what its children carry in their environment
   */
  public record Holder(long pid, long started, Instant at, String command, String token) {
    /** Whether the process runs still; a later one with its pid is told apart. */
    public boolean running() {
      Optional<ProcessTable.Stat> now = ProcessTable.stat(pid);
      return now.isPresent()
          && now.get().state() != 'Z'
          && (started == 0 || now.get().startTicks() == started);
    }
  }

  /**
   * One supervisor.
   *
   * @param name as its specification says
   * @param folder its state
   * @param running whether it runs now
   * @param holder who runs it, or who was killed while running it; empty when it ended in order
   */
  public record State(String name, Path folder, boolean running, Optional<Holder> holder) {}

  /**
   * Where state is kept: what FIREBREAK_STATE names, or {@code firebreak} in XDG_STATE_HOME, or
   * {@code ~/.local/state/firebreak}.
   */
  public static Path root() {
    return root(System.getenv(), System.getProperty("user.home", ""));
  }

  static Path root(Map<String, String> environment, String home) {
    String own = environment.getOrDefault("FIREBREAK_STATE", "");
    if (!own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String shared = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        shared.isBlank() ? Path.of(home, ".local", "state") : Path.of(shared).toAbsolutePath();
    return base.resolve("firebreak");
  }

  /**
   * Where a child's output is.
   *
   * @param folder the supervisor's state folder
   * @param path the child's, the outermost supervisor's name at its head
   * @param err its standard error, else its standard output
   */
  public static Path log(Path folder, String path, boolean err) {
    String below = path.substring(path.indexOf('/') + 1);
    return folder.resolve("logs").resolve(below + (err ? ".err.log" : ".out.log"));
  }

  /** All supervisors whose state is below a root, by name. */
  public static List<State> list(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> !folder.endsWith(Incidents.POOLS))
          .sorted()
          .map(States::read)
          .toList();
    }
  }

  private static State read(Path folder) {
    Optional<Holder> holder = holder(folder);
    boolean running = holder.isPresent() && holder.get().running();
    return new State(folder.getFileName().toString(), folder, running, holder);
  }

  static Optional<Holder> holder(Path folder) {
    try {
      String line = Files.readString(folder.resolve(PID));
      return Optional.of(JsonReader.record(line, Holder.class));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // nobody holds it, or one who was killed before it had said so
    }
  }
}
