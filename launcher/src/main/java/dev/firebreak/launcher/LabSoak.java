package dev.firebreak.launcher;

import dev.firebreak.lab.Soak;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** {@code firebreak lab --soak}: honest work, of which no health clock may say otherwise. */
final class LabSoak {
  private LabSoak() {}

  /** Runs it, with the usual clocks; the status. */
  static int run(Duration length, PrintStream out) throws IOException {
    Path folder = Files.createTempDirectory("firebreak-soak");
    try {
      out.printf(
          "%d children do honest work for %s; no health clock may raise an alarm.%n",
          Soak.KINDS.size(), Spans.exact(length));
      Soak soak = new Soak(folder, false, Soak.KINDS, line -> out.println("  " + line));
      Soak.Result result = soak.run(length);
      out.printf(
          "%d false alarms in %s of one child; the supervisor was stopped %d times, and told %d pauses of its own%n",
          result.alarms().size(),
          Spans.exact(result.equivalent(false).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
          result.pauses(),
          result.noticed());
      return result.alarms().isEmpty() ? Status.OK : Status.FAILED;
    } catch (IllegalStateException e) {
      out.println(e.getMessage());
      return Status.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody has this thread to interrupt it
      return Status.FAILED;
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
