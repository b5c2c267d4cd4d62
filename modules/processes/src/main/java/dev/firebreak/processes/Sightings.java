package dev.firebreak.processes;

import dev.firebreak.api.Verdict;
import dev.firebreak.images.PatientLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each kind of end was seen, in {@code fingerprints.jsonl} beside the incidents, which it
 * outlives. Supervisors and pools that share a folder add to each other's counts.
 * <!-- For maintainers. Of one thread, but for other processes, and other pools of this one: those
 * are kept out by the lock file and, as a process may hold a lock once, by the monitor of the
 * class. -->
 */
final class Sightings {
  static final String FILE = "fingerprints.jsonl";
  static final String LOCK = ".lock";

  /** To write some hundred lines takes milliseconds; whoever waits tells events meanwhile. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Kinds of ends; those that were not seen for the longest time go first. */
  private static final int MOST = 500;

  /**
   * A kind of end.
   *
   * @param sentence of the latest one
   */
  public record Sighting(
      String fingerprint,
      Verdict.Cause cause,
      Instant first,
      Instant last,
      long times,
      String sentence) {
    private Sighting plus(Sighting later) {
      return new Sighting(
          fingerprint, cause, first, later.last, times + later.times, later.sentence);
    }
  }

  private final Path folder;
  private final Map<String, Sighting> unsaved = new HashMap<>();
  private boolean patient = true;

  Sightings(Path folder) {
    this.folder = folder;
  }

  /** Counts one, for the next {@link #save}. */
  void count(String fingerprint, Verdict verdict, Instant at) {
    unsaved.merge(
        fingerprint,
        new Sighting(fingerprint, verdict.cause(), at, at, 1, verdict.sentence()),
        Sighting::plus);
  }

  boolean saved() {
    return unsaved.isEmpty();
  }

  /**
   * Writes what was counted, or keeps it for the next time while another process is writing for
   * longer than that takes: it may be stopped. Gives all that is known then.
   */
  Map<String, Sighting> save() throws IOException {
    synchronized (Sightings.class) {
      Files.createDirectories(folder);
      Path lock = folder.resolve(LOCK);
      try (FileChannel held =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        boolean ours = locked(held);
        Map<String, Sighting> all = read(folder);
        unsaved.forEach((key, more) -> all.merge(key, more, Sighting::plus));
        if (ours) {
          write(all);
          unsaved.clear();
        }
        return all;
      }
    }
  }

  /** Waits for it a while; it goes with its channel. */
  private boolean locked(FileChannel channel) throws IOException {
    try {
      patient = PatientLock.lock(channel, patient ? PATIENCE : Duration.ZERO);
      return patient; // else it is only looked at the next time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void write(Map<String, Sighting> all) throws IOException {
    List<String> lines =
        all.values().stream()
            .sorted(Comparator.comparing(Sighting::last).reversed())
            .limit(MOST)
            .map(Json::line)
            .toList();
    Path fresh = Files.write(folder.resolve("." + FILE), lines);
    Files.move(
        fresh,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was saved last; a line that is none is left out. */
  static Map<String, Sighting> read(Path folder) throws IOException {
    Map<String, Sighting> all = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(folder.resolve(FILE))) {
        try {
          Sighting one = JsonReader.record(line, Sighting.class);
          all.put(one.fingerprint(), one);
        } catch (IllegalArgumentException e) {
          // It is of another version, or somebody edited it: that kind is counted anew.
        }
      }
    } catch (NoSuchFileException | CharacterCodingException e) {
      // There is none yet, or it is no text: all are counted anew.
    }
    return all;
  }
}
