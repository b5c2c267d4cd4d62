package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.supervisor.Evidence;
import dev.firebreak.supervisor.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one process leaves behind. Gathered when it has ended, before anybody is told: the box and
 * the JVM's account of a crash; and kept, where the end was abnormal, with the tails of its output
 * and what it was started with.
 */
final class Remains {
  /** The tail of a stream: a dump of some hundred threads fits. */
  private static final int STREAM = 256 * 1024;

  /** The JVM's account of a crash is some 100 KB, most of it libraries and flags. */
  private static final int ACCOUNT = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.processes");
  private static final String DUMP = "Full thread dump ";

  private final ProcessSpawner spawner;
  private final ChildSpec spec;
  private final Booted booted;
  private final Birth.Born born;
  private final Optional<Path> box;
  private final Instant since = Instant.now();
  private Evidence evidence = Evidence.NONE;
  private List<String> garbage = List.of();

  Remains(ProcessSpawner spawner, ChildSpec spec, Booted booted, Birth.Born born) {
    this.spawner = spawner;
    this.spec = spec;
    this.booted = booted;
    this.born = born;
    this.box = spawner.boxes().make();
  }

  /** The file that it is to leave its last words in; empty for none. */
  String box() {
    return box.map(Path::toString).orElse("");
  }

  /**
   * Looks at what there is, when the process has ended; once. Whatever is wrong with that, it ends.
   */
  Evidence gather() {
    try {
      evidence = found();
    } catch (RuntimeException | Error e) {
      // Without an end that is told, the child would count as alive for ever.
      LOG.error("what process {} left behind cannot be read; its end is told without", pid(), e);
    }
    return evidence;
  }

  private long pid() {
    return born.process().pid();
  }

  private Evidence found() {
    try {
      garbage = born.gc().tail();
    } finally {
      born.gc().close();
      born.leavings().settle();
    }
    return new Evidence(
        crash(),
        box.flatMap(spawner.boxes()::take),
        spawner.kernel().of(pid()),
        LastCollection.of(garbage, System.nanoTime()));
  }

  private Optional<Evidence.Crash> crash() {
    Path account = born.crash();
    try {
      // An older process may have had the same pid.
      FileTime written = Files.getLastModifiedTime(account);
      if (written.toInstant().isBefore(since.minus(Duration.ofSeconds(2)))) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty(); // as always: there is none
    }
    return Optional.of(CrashAccount.read(account));
  }

  /** Has it kept, with the last thread dump that was taken of it; on the loop. */
  Optional<Path> keep(Worker.Ending ending, Optional<ThreadDump> dump) {
    return spawner
        .incidents()
        .keep(spec.program().title(), ending, evidence, new Written(ending, dump));
  }

  /** Written on the thread that tells events. */
  private final class Written implements IncidentStore.Remains {
    private final Worker.Ending ending;
    private final Optional<ThreadDump> dump;

    Written(Worker.Ending ending, Optional<ThreadDump> dump) {
      this.ending = ending;
      this.dump = dump;
    }

    @Override
    public List<String> words() {
      return evidence
          .words()
          .map(words -> Words.lines(words, evidence.collection(), ending.at()))
          .orElse(List.of());
    }

    @Override
    public void write(Path folder) throws IOException {
      List<String> words = words();
      if (!words.isEmpty()) {
        Files.write(folder.resolve("last-words.txt"), words);
      }
      List<String> stdout = tail(false);
      lines(folder.resolve("stdout.txt"), stdout);
      lines(folder.resolve("stderr.txt"), tail(true));
      lines(
          folder.resolve("threads.txt"),
          dump.map(ours -> ours.text().lines().toList()).orElseGet(() -> dump(stdout)));
      lines(folder.resolve("gc.txt"), garbage);
      Files.write(folder.resolve("launch.txt"), launch());
      born.leavings().keep(folder, ending.child().pid());
      if (evidence.crash().isPresent()) {
        move(evidence.crash().get().account(), folder.resolve("hs_err.log"));
      }
    }

    private List<String> tail(boolean err) throws IOException {
      String path = ending.child().path();
      return Remains.tail(
          spawner.logFile(path, err), ending.child().generation(), since.minusMillis(100));
    }
  }

  private static void lines(Path file, List<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      Files.write(file, lines);
    }
  }

  /**
   * The last lines of a generation in a log, which may have been turned over a moment ago.
   *
   * @param since when its process was created: supervisors before this one had their generations
   */
  static List<String> tail(Path log, int generation, Instant since) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    byte[] bytes;
    boolean cut;
    try (RandomAccessFile in = new RandomAccessFile(log.toFile(), "r")) {
      long length = in.length();
      bytes = new byte[(int) Math.min(length, STREAM)];
      cut = bytes.length < length;
      in.seek(length - bytes.length);
      in.readFully(bytes);
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    return lines.stream()
        .skip(cut ? 1 : 0)
        .map(LogLine::parse)
        .flatMap(Optional::stream)
        .filter(line -> line.generation() == generation && !line.at().isBefore(since))
        .map(line -> line.at() + " " + line.text())
        .toList();
  }

  /** The last thread dump among the lines of stdout, without the moments before them. */
  static List<String> dump(List<String> stdout) {
    List<String> plain =
        stdout.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    for (int i = plain.size() - 1; i >= 0; i--) {
      if (plain.get(i).startsWith(DUMP)) {
        return plain.subList(i, plain.size());
      }
    }
    return List.of();
  }

  private List<String> launch() {
    List<String> lines = new ArrayList<>();
    lines.add("command line:");
    born.command().forEach(word -> lines.add("  " + word));
    lines.add("arguments, as its main gets them: " + spec.program().arguments().size());
    lines.add("modules: " + String.join(", ", booted.image().modules()));
    lines.add("granted capabilities: " + spec.grants().capabilities());
    lines.add("opened packages: " + spec.grants().opens());
    lines.add("environment, names only: " + String.join(" ", born.environment()));
    return lines;
  }

  /** Moves a file, of which no more than a bound is kept. */
  private static void move(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to)) {
      out.write(in.readNBytes(ACCOUNT));
    }
    Files.deleteIfExists(from);
  }
}
