package dev.firebreak.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of the lab's own, as plain as everybody's: the lab waits for its end, and ends it where
 * that does not come. If the lab itself is killed, the JVM sees the end of its stdin; where it is
 * stopped or stuck, a shell that waits for the same kills it.
 */
final class Rig implements AutoCloseable {
  static final String MOMENTS = "moments";
  static final String WORK = "work";
  private static final String ERRORS = "stderr";
  private static final Duration GRACE = Duration.ofSeconds(4);
  private static final int TAIL = 3;

  private final Path folder;
  private final Process process;
  private final @Nullable Process watchman;

  /**
   * How it ended.
   *
   * @param moments what happened in it
   * @param at when its process was seen to have ended
   * @param status its exit status, 128 and the signal's number for a signal
   * @param killed whether the lab had to kill it
   * @param stderr its last lines
   * @param files what it left in its folder
   */
  record End(
      List<Moment> moments,
      Instant at,
      int status,
      boolean killed,
      List<String> stderr,
      List<String> files) {}

  private Rig(Path folder, Process process, @Nullable Process watchman) {
    this.folder = folder;
    this.process = process;
    this.watchman = watchman;
  }

  /**
   * Starts one.
   *
   * @param folder of its own, empty
   */
  static Rig start(Path folder, RigMain.Mode mode, Settings settings, Work work)
      throws IOException {
    work.write(folder.resolve(WORK));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.forJvm());
    command.addAll(classes(RigMain.class));
    command.add(folder.toString());
    command.add(mode.name());
    command.addAll(settings.arguments());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve(ERRORS).toFile())
            .start();
    return new Rig(folder, process, watchman(process.pid()));
  }

  /** What a JVM is started with to run a class of this module. */
  static List<String> classes(Class<?> type) {
    Module module = type.getModule();
    String main = type.getName();
    return module.isNamed()
        ? List.of(
            "--enable-native-access=dev.firebreak.faults,dev.firebreak.confine",
            "-p",
            System.getProperty("jdk.module.path"),
            "-m",
            module.getName() + "/" + main)
        : List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main);
  }

  /** Where there is no sh, a JVM that is stopped outlives a lab that was killed. */
  private static @Nullable Process watchman(long pid) {
    try {
      return new ProcessBuilder(
              "sh", "-c", "trap '' INT TERM HUP; read _; kill -9 \"$1\"", "watchman", "" + pid)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      return null;
    }
  }

  /** It and what it has started. */
  Stream<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end, which comes by a kill where it takes longer than that. */
  End await(Duration limit) throws IOException, InterruptedException {
    boolean ended = process.waitFor(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    Instant at = Instant.now();
    List<String> errors = Files.readAllLines(folder.resolve(ERRORS));
    return new End(
        Moment.read(folder.resolve(MOMENTS)),
        at,
        process.exitValue(),
        !ended,
        errors.subList(Math.max(0, errors.size() - TAIL), errors.size()),
        left());
  }

  /** The JVM's account of a crash, and the like. */
  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !List.of(MOMENTS, WORK, ERRORS, "state").contains(name))
          .sorted()
          .toList();
    }
  }

  /** Kills it, if it is alive. */
  @Override
  public void close() {
    Optional<Process> watching = Optional.ofNullable(watchman);
    process.destroyForcibly();
    watching.ifPresent(Process::destroyForcibly);
    try (OutputStream _ = process.getOutputStream()) {
      var _ = process.waitFor();
    } catch (IOException e) {
      // It has ended: nobody reads its stdin.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was killed, and the system ends it
    }
  }
}
