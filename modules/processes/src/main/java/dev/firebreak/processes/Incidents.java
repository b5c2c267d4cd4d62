package dev.firebreak.processes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the incidents that supervisors and pools have kept: a folder each, below {@code incidents}
 * in the state folder, with {@code incident.json} and the evidence in it. Pools without a name,
 * whose state folders vanish with them, and {@link ChildProcess} keep theirs together, in {@code
 * _pools/incidents} below {@link States#root()}.
 */
public final class Incidents {
  static final String RECORD = "incident.json";

  /** No supervisor is named so: a name begins with a letter or a digit. */
  static final String POOLS = "_pools";

  private static final String FOLDER = "incidents";

  /** An incident's own record takes a few thousand bytes. */
  private static final int LARGEST = 1 << 20;

  private Incidents() {}

  /**
   * An incident and where it is.
   *
   * @param folder with the evidence
   */
  public record Kept(Path folder, Incident incident) {}

  /** Where a supervisor keeps its incidents, by its state folder. */
  public static Path folder(Path state) {
    return state.resolve(FOLDER);
  }

  /** What stands for the state folder of pools without a name. */
  public static Path pools(Path root) {
    return root.resolve(POOLS);
  }

  /**
   * All below a supervisor's state folder, oldest first; those that cannot be read are left out.
   */
  public static List<Kept> list(Path state) throws IOException {
    Path folder = folder(state);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Kept> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        read(each).ifPresent(incident -> found.add(new Kept(each, incident)));
      }
    }
    found.sort(Comparator.comparing(kept -> kept.incident().at()));
    return found;
  }

  /** The incident of a folder; empty if it is none, or of another version. */
  public static Optional<Incident> read(Path folder) {
    if (folder.getFileName().toString().startsWith(".")) {
      return Optional.empty(); // one that is being written
    }
    try (InputStream in = Files.newInputStream(folder.resolve(RECORD))) {
      String line = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
      return Optional.of(JsonReader.record(line.strip(), Incident.class));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
