package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script as a user does, in surroundings that are not as one would wish. */
@Timeout(120)
class ScriptIT {
  private static final Path SCRIPT = Reactor.ROOT.resolve("launcher/firebreak");

  @TempDir Path folder;

  @Test
  void javaHomeIsTooOld() throws Exception {
    var old = Files.createDirectories(folder.resolve("jdk-17"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.createSymbolicLink(
        old.resolve("bin"), Path.of(System.getProperty("java.home")).resolve("bin"));

    var run = run(SCRIPT, Map.of("JAVA_HOME", old.toString()), "--version");

    assertSucceeds(run);
  }

  @Test
  void javaHomeIsNoJdk() throws Exception {
    var run = run(SCRIPT, Map.of("JAVA_HOME", folder.toString()), "--version");

    assertSucceeds(run);
  }

  @Test
  void javaToolOptionsWouldBreakTheJvm() throws Exception {
    var options = "-javaagent:" + folder.resolve("missing.jar");

    var run = run(SCRIPT, Map.of("JAVA_TOOL_OPTIONS", options), "--version");

    assertSucceeds(run);
    assertTrue(
        run.errors().contains("JAVA_TOOL_OPTIONS=" + options + " is not used"), run.errors());
  }

  @Test
  void calledByALinkFromAnotherFolder() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("fb"), SCRIPT);

    var run = run(link, Map.of(), "--version");

    assertSucceeds(run);
  }

  @Test
  void theCommandIsMisspelt() throws Exception {
    var run = run(SCRIPT, Map.of(), "supervize");

    assertEquals(2, run.status(), run.errors());
    assertTrue(run.errors().contains("supervize"), run.errors());
  }

  private static void assertSucceeds(Run run) {
    assertAll(
        () -> assertEquals(0, run.status(), run.errors()),
        () -> assertTrue(run.output().startsWith("firebreak "), run.output()));
  }

  private Run run(Path script, Map<String, String> environment, String argument)
      throws IOException, InterruptedException {
    var output = folder.resolve("output");
    var errors = folder.resolve("errors");
    var builder =
        new ProcessBuilder(List.of(script.toString(), argument))
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);

    var process = builder.start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS), "the script still runs");
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private record Run(int status, String output, String errors) {}
}
