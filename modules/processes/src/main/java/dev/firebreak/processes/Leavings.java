package dev.firebreak.processes;

import dev.firebreak.api.Defaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The large things that a JVM leaves behind where its options ask for them: the recording of JFR
 * ({@code -XX:StartFlightRecording}), which a SIGKILL keeps it from writing to where it should go,
 * and a dump of its heap when that is full ({@code -XX:+HeapDumpOnOutOfMemoryError}). Where the
 * options say themselves where these go, they are left there.
 *
 * <p>Dumps are as large as heaps: they lie apart from the other evidence, within {@link
 * Defaults#HEAP_DUMPS} for all children, and the oldest go first.
 */
final class Leavings {
  /** Of recordings that no incident took: some, as the JVM begins another file at 12 MB. */
  private static final long RECORDINGS = 64L << 20;

  private final Path folder;
  private final Path chunks;
  private final Path recording;
  private final Path dumps;
  private final Instant since = Instant.now().minus(Duration.ofSeconds(1)); // clocks of files lag
  private final boolean records;
  private final boolean dumpsHeap;

  /**
   * Of one process.
   *
   * @param options those of its specification
   * @param folder for the parts of recordings
   * @param name of this one's
   * @param dumps the folder of all heap dumps
   */
  Leavings(List<String> options, Path folder, String name, Path dumps) {
    this.folder = folder;
    this.chunks = folder.resolve(name);
    this.recording = folder.resolve(name + ".jfr");
    this.dumps = dumps;
    this.records =
        has(options, "-XX:StartFlightRecording") && !has(options, "-XX:FlightRecorderOptions");
    this.dumpsHeap =
        options.contains("-XX:+HeapDumpOnOutOfMemoryError") && !has(options, "-XX:HeapDumpPath");
  }

  private static boolean has(List<String> options, String begin) {
    return options.stream().anyMatch(option -> option.startsWith(begin));
  }

  /** What the JVM is started with. */
  List<String> flags() throws IOException {
    List<String> flags = new ArrayList<>();
    if (records) {
      StateFolder.make(chunks);
      flags.add("-XX:FlightRecorderOptions:repository=" + chunks);
    }
    if (dumpsHeap) {
      StateFolder.make(dumps);
      flags.add("-XX:HeapDumpPath=" + dumps);
    }
    return flags;
  }

  /** The process has ended: of its recording the last part is kept for a while, if there is one. */
  void settle() {
    if (!records) {
      return;
    }
    try {
      Optional<Path> last = newest(chunks);
      if (last.isPresent()) {
        Files.move(last.get(), recording);
      }
      Passing.delete(chunks);
      trim(folder, RECORDINGS);
    } catch (IOException e) {
      // The incident comes without it; the next supervisor of this name clears the folder.
    }
  }

  /** Puts the end of the recording into an incident's folder, and says where a dump is. */
  void keep(Path incident, long pid) throws IOException {
    if (Files.exists(recording)) {
      Files.move(recording, incident.resolve("recording.jfr"));
    }
    Path dump = dumps.resolve("java_pid" + pid + ".hprof");
    // A file that is older is of an earlier process of the pid, for which this one wrote none.
    if (dumpsHeap && written(dump) >= since.toEpochMilli()) {
      long bytes = dump.toFile().length();
      trim(dumps, Defaults.HEAP_DUMPS.bytes());
      String what =
          Files.exists(dump)
              ? dump + ", %d MB".formatted(bytes >> 20)
              : "it was %d MB, more than all heap dumps may have together (%d MB): deleted"
                  .formatted(bytes >> 20, Defaults.HEAP_DUMPS.bytes() >> 20);
      Files.writeString(incident.resolve("heap-dump.txt"), what + "\n");
    }
  }

  /**
   * Deletes the oldest files right in a folder until what is left is within a budget. Another
   * program may do the same at the same time, as pools without a name share a folder: what it has
   * deleted takes no room.
   */
  static void trim(Path folder, long budget) throws IOException {
    List<Path> newestFirst;
    try (Stream<Path> all = Files.list(folder)) {
      newestFirst =
          all.filter(Files::isRegularFile)
              .map(each -> new Dated(each, written(each))) // once: it must not change meanwhile
              .sorted(Comparator.comparingLong(Dated::at).reversed())
              .map(Dated::file)
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    long bytes = 0;
    for (Path each : newestFirst) {
      bytes += each.toFile().length(); // 0 where it is gone
      if (bytes > budget) {
        Files.deleteIfExists(each);
      }
    }
  }

  private record Dated(Path file, long at) {}

  private static Optional<Path> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.walk(folder, 2)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(".jfr"))
          .filter(file -> file.toFile().length() > 0)
          .max(Comparator.comparingLong(Leavings::written));
    }
  }

  private static long written(Path file) {
    return file.toFile().lastModified(); // 0 where it is gone
  }
}
