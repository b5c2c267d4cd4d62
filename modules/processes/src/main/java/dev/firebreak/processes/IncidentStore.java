package dev.firebreak.processes;

import dev.firebreak.supervisor.Evidence;
import dev.firebreak.supervisor.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps incidents, each in a folder with its evidence, within bounds: the oldest go first. Of ends
 * that are all alike and come fast it keeps some and counts the rest.
 * <!-- For maintainers. keep() runs on the loop and touches no disk; all else runs on the thread that
 * tells events, ahead of the event that names the incident. A folder is made under another name and
 * renamed when it is whole. Trouble with the disk is told once, and once more when it is another. -->
 */
final class IncidentStore {
  /**
   * What is kept.
   *
   * @param count of folders
   * @param bytes of all of them
   * @param burst how many of a kind may come at once; after that one a {@code pause}
   */
  record Bounds(int count, long bytes, int burst, Duration pause) {
    static final Bounds DEFAULT = new Bounds(100, 64L << 20, 10, Duration.ofSeconds(2));
  }

  /** Writes what a process has left behind; gives what may be read of it at once. */
  interface Remains {
    /** Into a folder that is there and empty. */
    void write(Path folder) throws IOException;

    /** Its last words, a line each. */
    List<String> words();
  }

  private static final Duration SAVING = Duration.ofSeconds(1);

  /** When some of a kind may be kept. Of the loop. */
  private static final class Allowance {
    private double left;
    private long at;
  }

  private final Path folder;
  private final Bounds bounds;
  private final Predicate<Runnable> later;
  private final Consumer<String> trouble;
  private final LongSupplier clock;
  private final Map<String, Allowance> allowances = new HashMap<>();
  private final Sightings sightings;
  private long savedAt;
  private String told = "";

  /**
   * Writes nothing yet.
   *
   * @param later runs something behind what it was given before; false if it will not
   * @param trouble told, for people, that something could not be kept
   */
  IncidentStore(
      Path folder,
      Bounds bounds,
      Predicate<Runnable> later,
      Consumer<String> trouble,
      LongSupplier clock) {
    this.folder = folder;
    this.bounds = bounds;
    this.later = later;
    this.trouble = trouble;
    this.clock = clock;
    this.sightings = new Sightings(folder);
  }

  /** Has an end kept; gives the folder that it will be in, if it will. */
  Optional<Path> keep(String program, Worker.Ending ending, Evidence evidence, Remains remains) {
    String print = Fingerprint.of(program, ending.verdict(), ending.exit(), evidence);
    if (!allowed(print)) {
      var _ = later.test(() -> count(print, ending));
      return Optional.empty();
    }
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    Path place = folder.resolve(id);
    return later.test(() -> write(place, id, print, program, ending, remains))
        ? Optional.of(place)
        : Optional.empty();
  }

  private boolean allowed(String print) {
    if (allowances.size() > 1000) {
      allowances.clear();
    }
    Allowance mine =
        allowances.computeIfAbsent(
            print,
            _ -> {
              Allowance full = new Allowance();
              full.left = bounds.burst();
              full.at = clock.getAsLong();
              return full;
            });
    long now = clock.getAsLong();
    mine.left =
        Math.min(bounds.burst(), mine.left + (now - mine.at) / (double) bounds.pause().toNanos());
    mine.at = now;
    if (mine.left < 1) {
      return false;
    }
    mine.left--;
    return true;
  }

  private void count(String print, Worker.Ending ending) {
    sightings.count(print, ending.verdict(), ending.at());
    if (clock.getAsLong() - savedAt > SAVING.toNanos()) {
      save();
    }
  }

  /** Writes what was only counted. */
  void save() {
    if (sightings.saved()) {
      return;
    }
    savedAt = clock.getAsLong();
    try {
      sightings.save();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void write(
      Path place, String id, String print, String program, Worker.Ending ending, Remains remains) {
    Path draft = folder.resolve("." + id);
    try {
      StateFolder.make(draft);
      sightings.count(print, ending.verdict(), ending.at());
      savedAt = clock.getAsLong();
      Sightings.Sighting seen =
          Optional.ofNullable(sightings.save().get(print))
              .orElseThrow(() -> new IOException("what was counted is gone"));
      remains.write(draft);
      Incident incident =
          new Incident(
              id,
              ending.at(),
              ending.child().path(),
              ending.child().generation(),
              ending.child().pid(),
              program,
              ending.exit(),
              ending.verdict(),
              ending.stage(),
              ending.ran(),
              print,
              seen.times(),
              seen.first(),
              remains.words(),
              files(draft));
      Files.writeString(draft.resolve("summary.txt"), Summary.of(incident, place));
      Files.writeString(draft.resolve(Incidents.RECORD), Json.line(incident) + "\n");
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      told = "";
      rotate();
    } catch (IOException | RuntimeException e) {
      Passing.delete(draft);
      failed(e);
    }
  }

  private void failed(Exception failure) {
    Throwable inner = failure instanceof UncheckedIOException ? failure.getCause() : null;
    Throwable cause = inner == null ? failure : inner;
    String why = cause instanceof IOException io ? Trouble.words(io) : cause.toString();
    String kind = cause.getClass().getName();
    if (!told.equals(kind)) {
      told = kind;
      trouble.accept(
          "incidents cannot be kept in %s: %s. Children are supervised as before, without evidence"
                  .formatted(folder, why)
              + " of their ends until it works again");
    }
  }

  private static List<String> files(Path draft) throws IOException {
    try (Stream<Path> all = Files.list(draft)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private record Old(Path folder, Instant at, long bytes) {}

  /** Deletes the oldest until what is left is within the bounds, and what was never finished. */
  private void rotate() throws IOException {
    List<Old> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : folders.filter(Files::isDirectory).toList()) {
        try {
          all.add(new Old(each, Files.getLastModifiedTime(each).toInstant(), size(each)));
        } catch (NoSuchFileException e) {
          // Another pool that keeps its incidents here has deleted it meanwhile.
        }
      }
    }
    all.sort(Comparator.comparing(Old::at));
    long bytes = all.stream().mapToLong(Old::bytes).sum();
    int count = all.size();
    for (Old old : all.subList(0, Math.max(0, all.size() - 1))) {
      boolean draft = old.folder().getFileName().toString().startsWith(".");
      boolean abandoned = draft && old.at().isBefore(Instant.now().minus(Duration.ofMinutes(10)));
      if (abandoned || (!draft && (count > bounds.count() || bytes > bounds.bytes()))) {
        Passing.delete(old.folder());
        count--;
        bytes -= old.bytes();
      }
    }
  }

  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return bytes;
  }
}
