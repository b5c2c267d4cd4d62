package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs each sample as its reader would, in a JVM of its own, and holds what it prints against the
 * comment at its top.
 */
@Timeout(120)
class SamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/firebreak/lab");
  private static final Pattern EXPECTED = Pattern.compile("(?s)\\A/\\* Prints:\\n(.*?)\\n \\*/\n");
  private static final Pattern MASK = Pattern.compile("<(\\w+)>");
  private static final int LIMIT = 60; // seconds; on an idle machine each takes one or two

  @TempDir private Path folder;

  static List<String> samples() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("Sample"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSamplePrintsSomethingElse(String sample) throws Exception {
    run(
        sample,
        "-p",
        Rooms.path(),
        "--enable-native-access=dev.firebreak.confine",
        "-m",
        "dev.firebreak.lab/dev.firebreak.lab." + sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sample01FirstMap",
        "Sample03CrashCostsOneTask",
        "Sample05Exceptions",
        "Sample16Gatherer",
        "Sample21Supervision",
        "Sample25Grants"
      })
  void itPrintsSomethingElseOnTheClassPath(String sample) throws Exception {
    run(
        sample,
        "-cp",
        Rooms.path(),
        "--enable-native-access=ALL-UNNAMED",
        "dev.firebreak.lab." + sample);
  }

  @Test
  void aNumberIsMissing() throws IOException {
    List<String> samples = samples();

    for (int i = 0; i < samples.size(); i++) {
      assertTrue(samples.get(i).startsWith("Sample%02d".formatted(i + 1)), samples.get(i));
    }
  }

  private void run(String sample, String... arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("FIREBREAK_STATE", folder.resolve("state").toString());

    Process process = builder.start();
    boolean ended = process.waitFor(LIMIT, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();

    String printed = Files.readString(out, StandardCharsets.UTF_8);
    String told = printed + "\non stderr:\n" + Files.readString(err, StandardCharsets.UTF_8);
    assertTrue(ended, () -> sample + " does not end within " + LIMIT + " s; it printed:\n" + told);
    assertEquals(0, process.exitValue(), () -> sample + " failed; it printed:\n" + told);
    String expected = expected(sample);
    if (!matches(expected, printed)) {
      assertEquals(expected, printed, () -> "it printed:\n" + told);
    }
    assertEquals(List.of(), files(temporary), "temporary files are left");
    Path state = folder.resolve("state");
    Path incidents = state.resolve("_pools").resolve("incidents"); // which outlive their pools
    assertEquals(
        List.of(),
        files(state).stream().filter(file -> !file.startsWith(incidents.toString())).toList(),
        "files of a pool are left");
    assertNoneIsLeft();
  }

  /** A process that began with our state folder in its environment is one of the sample's. */
  private void assertNoneIsLeft() {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    List<String> left;
    do {
      left = new ArrayList<>();
      for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
          String text = Files.readString(environment, StandardCharsets.ISO_8859_1);
          if (text.contains("FIREBREAK_STATE=" + folder)) {
            left.add(process.pid() + " " + process.info().commandLine().orElse("?"));
          }
        } catch (IOException e) {
          // it has ended, or is another user's
        }
      }
    } while (!left.isEmpty() && System.nanoTime() < limit);

    assertEquals(List.of(), left, "processes are left");
  }

  private static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }

  private static String expected(String sample) throws IOException {
    Matcher comment = EXPECTED.matcher(Files.readString(SOURCES.resolve(sample + ".java")));
    assertTrue(comment.find(), () -> sample + " does not say at its top what it prints");
    return comment
        .group(1)
        .lines()
        .map(line -> line.substring(Math.min(line.length(), " *   ".length())) + "\n")
        .collect(Collectors.joining());
  }

  /** In what is expected, {@code <ms>} and the like stand for a number, {@code <words>} for any. */
  private static boolean matches(String expected, String printed) {
    StringBuilder pattern = new StringBuilder();
    Matcher mask = MASK.matcher(expected);
    int from = 0;
    while (mask.find()) {
      pattern.append(Pattern.quote(expected.substring(from, mask.start())));
      pattern.append(mask.group(1).equals("words") ? ".+" : "\\d+");
      from = mask.end();
    }
    return printed.matches(pattern + Pattern.quote(expected.substring(from)));
  }
}
