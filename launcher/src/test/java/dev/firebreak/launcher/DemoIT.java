package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demo by its script, as a newcomer does. */
@Timeout(400)
class DemoIT {
  @TempDir private Path folder;

  @Test
  void fourKindsOfDeathAndNothingIsLost() throws Exception {
    String printed = demo(0, "--seed", "1");

    assertAll(
        () -> assertTrue(printed.contains("was killed by SIGKILL at"), printed),
        () -> assertTrue(printed.contains("ended itself with exit status 42 at"), printed),
        () -> assertTrue(printed.contains("filled its heap of 64m at"), printed),
        () -> assertTrue(printed.contains("was stuck and its supervisor killed it at"), printed),
        () ->
            assertTrue(
                printed.contains("compared with a plain sequential run: all equal."), printed),
        () -> assertTrue(printed.contains("Nothing lost, nothing counted twice."), printed),
        () -> assertEquals(List.of(), left(), "what was published is removed"));
  }

  @Test
  void aNumberIsFalsified() throws Exception {
    String printed = demo(1, "--calm", "--falsify", "--children", "2");

    assertTrue(
        printed.contains("The numbers differ in 1 place, so work was lost or counted twice:"),
        printed);
    assertTrue(printed.contains("  java.xml: methods is "), printed);
  }

  private String demo(int status, String... options) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Reactor.ROOT.resolve("launcher/firebreak").toString());
    command.add("demo");
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    environment.put("FIREBREAK_STATE", folder.resolve("state").toString());
    environment.put(
        "FIREBREAK_CACHE", Reactor.ROOT.resolve("launcher/target/test-cache").toString());
    Files.createDirectory(folder.resolve("tmp"));
    environment.put("FIREBREAK_JAVA_OPTS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));

    Process demo = builder.start();
    boolean ended = demo.waitFor(300, TimeUnit.SECONDS);
    demo.destroyForcibly();

    String printed = Files.readString(output);
    assertTrue(ended, () -> "still runs:\n" + printed);
    assertEquals(status, demo.exitValue(), printed);
    return printed;
  }

  private List<String> left() throws IOException {
    try (var files = Files.list(folder.resolve("tmp"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("firebreak-demo"))
          .toList();
    }
  }
}
