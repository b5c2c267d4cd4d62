package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.supervisor.Evidence;
import dev.firebreak.supervisor.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a process that could not be created: no more than what it was to be. The verdict
 * has the reason.
 */
record Unborn(ChildSpec spec) implements IncidentStore.Remains {
  /** Has it kept; on the loop. */
  static Optional<Path> keep(ProcessSpawner spawner, ChildSpec spec, Worker.Ending ending) {
    return spawner
        .incidents()
        .keep(spec.program().title(), ending, Evidence.NONE, new Unborn(spec));
  }

  @Override
  public List<String> words() {
    return List.of();
  }

  @Override
  public void write(Path folder) throws IOException {
    Files.write(
        folder.resolve("launch.txt"),
        List.of(
            "no process was created, so this is what it was to be",
            "arguments, as its main gets them: " + spec.program().arguments().size(),
            "working folder: "
                + spec.jvm().directory().map(Path::toString).orElse("the supervisor's own"),
            "JVM options: " + String.join(" ", spec.jvm().options()),
            "granted capabilities: " + spec.grants().capabilities(),
            "opened packages: " + spec.grants().opens()));
  }
}
