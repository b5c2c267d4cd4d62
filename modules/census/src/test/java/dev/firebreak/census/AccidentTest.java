package dev.firebreak.census;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Accidents, each in a JVM of its own. */
@Timeout(60)
class AccidentTest {
  @TempDir private Path folder;

  /** What the JVM of an accident runs. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      Accident.happen(Path.of(arguments[0]), "worker-1");
    }
  }

  @Test
  void haltsWith42() throws Exception {
    assertEquals(42, end(Accident.Kind.HALT));
    assertHappensOnce();
  }

  @Test
  void fillsItsHeap() throws Exception {
    assertEquals(1, end(Accident.Kind.HEAP));
    assertTrue(output().contains("java.lang.OutOfMemoryError"), this::output);
    assertHappensOnce();
  }

  @Test
  void hangsForEver() throws Exception {
    Process victim = start(Accident.Kind.HANG);
    try {
      while (!Accident.planted(folder, "worker-1").isEmpty()) {
        assertFalse(victim.waitFor(20, TimeUnit.MILLISECONDS), this::output);
      }
      assertFalse(victim.waitFor(300, TimeUnit.MILLISECONDS), this::output);
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  private void assertHappensOnce() throws IOException {
    assertEquals(List.of(), Accident.planted(folder, "worker-1"), "crossed out");
  }

  private int end(Accident.Kind kind) throws Exception {
    return start(kind).waitFor();
  }

  private Process start(Accident.Kind kind) throws IOException {
    Accident.plant(folder, "worker-1", List.of(new Accident(kind, 0)));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx32m",
            "-cp",
            location(Accident.class) + ":" + location(Victim.class),
            Victim.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Path location(Class<?> type) {
    String name = type.getName().replace('.', '/') + ".class";
    String found = String.valueOf(type.getResource("/" + name));
    return Path.of(found.substring("file:".length(), found.length() - name.length()));
  }
}
