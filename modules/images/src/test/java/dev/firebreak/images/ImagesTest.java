package dev.firebreak.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real images of java.base, in a cache of the test's own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ImagesTest {
  private final List<String> told = new ArrayList<>();

  private Images images(Path cache) {
    return Images.open(cache, Jdk.current(), told::add);
  }

  @Test
  void buildsOnceAndMendsADamagedOne(@TempDir Path cache) throws Exception {
    Image built = images(cache).image(Set.of(), Profile.DEFAULT);

    assertEquals(Optional.empty(), built.fallback());
    assertEquals(Set.of("java.base"), built.modules());
    assertEquals(
        Set.of("java.base", "dev.firebreak.api", "dev.firebreak.link", "dev.firebreak.worker"),
        listed(built));

    told.clear();
    assertEquals(built, images(cache).image(Set.of(), Profile.DEFAULT));
    assertEquals(List.of(), told);

    try (RandomAccessFile file = new RandomAccessFile(built.aotCache().get().toFile(), "rw")) {
      file.setLength(1000);
    }
    String fault = images(cache).list().getFirst().fault().orElse("");
    assertTrue(fault.contains("firebreak.aot has 1000 bytes"), fault);

    Image mended = images(cache).image(Set.of(), Profile.DEFAULT);

    assertEquals(built, mended);
    assertTrue(told.getFirst().contains("damaged"), told::toString);
    assertEquals(Optional.empty(), images(cache).list().getFirst().fault());
    assertEquals(List.of(), unfinished(cache));
  }

  @Test
  void bothKindsOfProgramRunOnWhatWasTrained(@TempDir Path cache) throws Exception {
    Image built = images(cache).image(Set.of(), Profile.DEFAULT);

    assertShared(built, built.flags());
    assertShared(built, built.classPathFlags());
  }

  private static void assertShared(Image image, List<String> flags) throws Exception {
    List<String> command = new ArrayList<>(List.of(image.java().toString()));
    command.addAll(flags);
    command.addAll(Profile.DEFAULT.flags());
    command.addAll(
        List.of(
            "-Xlog:class+load",
            "--dry-run",
            "-m",
            "dev.firebreak.worker/dev.firebreak.worker.Main"));
    Tool.Result result =
        Tool.run(Path.of(System.getProperty("java.io.tmpdir")), Defaults.TRAINING_LIMIT, command);

    assertTrue(result.ok(), result::output);
    assertTrue(result.output().contains("dev.firebreak.worker.Main source: shared objects file"));
  }

  @Test
  void twoBuildersAtOnceBuildOneAndItStaysWhileTheyLive(@TempDir Path cache) throws Exception {
    Process one = OtherProcess.start(cache);
    Process two = OtherProcess.start(cache);
    List<String> said = new ArrayList<>(until(one, "image "));
    said.addAll(until(two, "image "));

    assertEquals(
        1, said.stream().filter(line -> line.startsWith("linking")).count(), said::toString);
    assertEquals(2, said.stream().filter(line -> line.endsWith("without fault")).count());
    end(one);
    assertEquals(List.of(), images(cache).clean(any -> true));
    end(two);
    assertEquals(1, images(cache).clean(any -> true).size());
    assertEquals(List.of(), images(cache).list());
  }

  @Test
  void stoppedBuilderHoldsNobodyUp(@TempDir Path cache) throws Exception {
    Process builder = OtherProcess.start(cache);
    until(builder, "linking");
    signal(builder, "STOP");
    try {
      Images images = Images.open(cache, Jdk.current(), _ -> {}, Duration.ofMillis(300));

      Image image = images.image(Set.of(), Profile.DEFAULT);

      String why = image.fallback().orElseThrow();
      assertTrue(why.contains("another process builds it since more than 0 s"), why);
      assertTrue(why.contains(image.key() + ".build"), why);
    } finally {
      signal(builder, "CONT");
    }
    String said = until(builder, "image ").getLast();
    assertTrue(said.endsWith("without fault"), said);
    end(builder);
    assertEquals(Optional.empty(), images(cache).image(Set.of(), Profile.DEFAULT).fallback());
  }

  private static void signal(Process process, String name) throws Exception {
    List<String> kill = List.of("kill", "-" + name, Long.toString(process.pid()));
    assertEquals(0, new ProcessBuilder(kill).start().waitFor());
  }

  @Test
  void killedHalfWayLeavesNothingThatCounts(@TempDir Path cache) throws Exception {
    Process builder = OtherProcess.start(cache);
    until(builder, "linking");
    try (BufferedReader output = builder.inputReader(StandardCharsets.UTF_8)) {
      while (unfinished(cache).isEmpty()) {
        assertTrue(builder.isAlive());
        Thread.onSpinWait();
      }
      builder.destroyForcibly().waitFor();
      assertNotEquals(null, output);
    }
    assertEquals(1, unfinished(cache).size());
    assertEquals(List.of(), images(cache).list());

    Image image = images(cache).image(Set.of(), Profile.DEFAULT);

    assertEquals(Optional.empty(), image.fallback());
    // The dead builder's jlink may still write for a while; what it leaves goes with the next
    // clean.
    while (!unfinished(cache).isEmpty()) {
      assertEquals(List.of(), images(cache).clean(each -> false));
      Thread.onSpinWait();
    }
    assertEquals(List.of(image.key()), images(cache).list().stream().map(Cached::key).toList());
  }

  @Test
  void unknownGrantIsNamed(@TempDir Path cache) {
    ImageException e =
        assertThrows(
            ImageException.class, () -> images(cache).image(Set.of("java.sqll"), Profile.DEFAULT));

    assertTrue(e.getMessage().startsWith("java.sqll: no such module in the JDK"), e::getMessage);
  }

  static Set<String> listed(Image image) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(image.java().toString());
    command.addAll(image.flags());
    // Without the worker as a root its flag names a module that is not there.
    command.add("--add-modules=dev.firebreak.worker");
    command.add("--list-modules");
    Tool.Result result =
        Tool.run(Path.of(System.getProperty("java.io.tmpdir")), Defaults.TRAINING_LIMIT, command);
    assertTrue(result.ok(), result::output);
    Set<String> names = new TreeSet<>();
    result.output().lines().forEach(line -> names.add(line.replaceAll("[@ ].*", "")));
    return names;
  }

  static List<Path> unfinished(Path cache) throws Exception {
    try (var paths = Files.list(cache)) {
      return paths.filter(path -> Build.unfinished(path).isPresent()).toList();
    }
  }

  private static List<String> until(Process process, String start) throws Exception {
    List<String> lines = new ArrayList<>();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return lines;
      }
    }
    throw new AssertionError("no line " + start + " in " + lines);
  }

  private static void end(Process process) throws Exception {
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertFalse(process.isAlive(), () -> Arrays.toString(process.info().arguments().orElse(null)));
  }
}
