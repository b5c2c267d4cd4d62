package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.confine.Descriptors;
import dev.firebreak.confine.Fifo;
import dev.firebreak.confine.Session;
import dev.firebreak.link.Launch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates the process of a child.
 *
 * @param spec what runs
 * @param path of the child
 * @param generation 0 for a spare
 * @param booted what its JVM is started with
 */
record Birth(ChildSpec spec, String path, int generation, Booted booted) {
  private static final Path NOTHING = Path.of("/dev/null");
  private static final String MAIN = "dev.firebreak.worker/dev.firebreak.worker.Main";

  /**
   * What there is of a process at its birth.
   *
   * @param stdin held until the child has opened its standard input
   * @param crash where its JVM writes about a crash
   * @param command what it was started by
   * @param environment the names of its variables
   */
  record Born(
      Process process,
      Path fifo,
      Fifo.Reader stdout,
      Optional<Closeable> stdin,
      Path crash,
      List<String> command,
      List<String> environment,
      GcLog gc,
      Leavings leavings) {}

  /** Creates it, or leaves nothing behind. */
  Born create(StateFolder state, String token, @Nullable Inlet inlet) throws Refusal {
    Path folder = spec.jvm().directory().orElse(null);
    if (folder != null && !Files.isDirectory(folder)) {
      throw new Refusal(
          "its working folder %s is not there; create it, or mend the directory"
              .formatted(folder.toAbsolutePath()));
    }
    Path fifo;
    try {
      fifo = state.nextFifo();
    } catch (IOException e) {
      throw new Refusal(words(e), e, true);
    }
    try {
      Fifo.create(fifo);
      Fifo.Reader stdout = Fifo.openForReading(fifo);
      try {
        Optional<Closeable> stdin = inlet == null ? Optional.empty() : Optional.of(inlet.admit());
        return start(state, token, folder, fifo, stdout, stdin, inlet);
      } catch (IOException e) {
        stdout.close();
        throw e;
      }
    } catch (IOException e) {
      delete(fifo);
      throw new Refusal(words(e), e, true);
    } catch (UnsupportedOperationException e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  private Born start(
      StateFolder state,
      String token,
      @Nullable Path folder,
      Path fifo,
      Fifo.Reader stdout,
      Optional<Closeable> stdin,
      @Nullable Inlet inlet)
      throws IOException {
    try {
      List<String> java = new ArrayList<>();
      java.add(booted.image().java().toString());
      java.addAll(
          booted.launch() instanceof Launch.ClassPath
              ? booted.image().classPathFlags()
              : booted.image().flags());
      java.add("-XX:ErrorFile=" + state.crashFile(path).replace("%", "%%") + "%p.log");
      GcLog gc = state.nextGcLog();
      java.addAll(gc.flags());
      java.addAll(booted.flags());
      Leavings leavings = state.nextLeavings(spec.jvm().options());
      java.addAll(leavings.flags());
      java.addAll(List.of("-m", MAIN, path, spec.program().title()));
      ProcessBuilder builder =
          new ProcessBuilder(Session.command(java, inlet == null ? NOTHING : inlet.path(), fifo));
      Environment.fit(builder.environment(), spec, path, generation, token);
      if (folder != null) {
        builder.directory(folder.toFile());
      }
      Process process = builder.start();
      Path crash = Path.of(state.crashFile(path) + process.pid() + ".log");
      List<String> names = builder.environment().keySet().stream().sorted().toList();
      return new Born(process, fifo, stdout, stdin, crash, List.copyOf(java), names, gc, leavings);
    } catch (IOException e) {
      if (stdin.isPresent()) {
        stdin.get().close();
      }
      throw e;
    }
  }

  static void delete(Path fifo) {
    try {
      Files.deleteIfExists(fifo);
    } catch (IOException e) {
      // The next supervisor of this name clears its folder.
    }
  }

  private static String words(IOException cause) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("Too many open files")) {
      return "too many open files: " + Descriptors.now().sentence();
    }
    if (text.contains("Argument list too long") || text.contains("error=7,")) {
      return "its command line and environment are longer than the system takes (%s); shorten its"
              .formatted(text)
          + " arguments or class path";
    }
    if (text.contains("Cannot allocate memory") || text.contains("error=12,")) {
      return "the machine has no memory for another process (%s); stop something, or give children"
              .formatted(text)
          + " smaller heaps";
    }
    if (text.contains("Resource temporarily unavailable") || text.contains("error=11,")) {
      return "the user may have no more processes (%s); see ulimit -u and the container's pids"
              .formatted(text)
          + " limit";
    }
    return "no process could be created: " + Trouble.words(cause);
  }
}
