package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.processes.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that want no supervisor, by the real script. */
@Timeout(180)
final class MachineIT {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void open() {
    cli = new Cli(folder);
  }

  @AfterEach
  void close() throws Exception {
    cli.close();
  }

  @Test
  void imageIsBuiltListedAndCleaned() throws Exception {
    cli.set("FIREBREAK_CACHE", folder.resolve("cache"));
    assertTrue(images().isEmpty());

    Cli.Run build = cli.run("images", "build", "java.logging");

    assertEquals(0, build.status(), build.err());
    assertTrue(build.out().contains("java.base, java.logging"), build.out());
    List<?> built = images();
    assertEquals(1, built.size());
    Map<?, ?> image = assertInstanceOf(Map.class, built.getFirst());
    assertEquals(List.of("java.base", "java.logging"), image.get("modules"));
    assertTrue(cli.run("images").out().contains("java.base, java.logging"));

    Cli.Run young = cli.run("images", "clean", "--unused", "1h");
    assertTrue(young.out().contains("0 deleted"), young.out());
    Cli.Run clean = cli.run("images", "clean");
    assertTrue(clean.out().contains("1 deleted"), clean.out() + clean.err());
    assertTrue(images().isEmpty());
    assertEquals(Status.USAGE, cli.run("images", "lsit").status());
  }

  private List<?> images() throws Exception {
    Cli.Run list = cli.run("images", "list", "--json");
    assertEquals(0, list.status(), list.err());
    Map<?, ?> tree = assertInstanceOf(Map.class, JsonReader.tree(list.out()));
    assertEquals(folder.resolve("cache").toString(), tree.get("folder"));
    return assertInstanceOf(List.class, tree.get("images"));
  }

  @Test
  void doctorFindsNothingEssentialMissing() throws Exception {
    assertEquals(0, cli.run("doctor").status());
    Cli.Run doctor = cli.run("doctor", "--json");

    assertEquals(0, doctor.status(), doctor.out());
    List<?> all = assertInstanceOf(List.class, JsonReader.tree(doctor.out()));
    List<?> names =
        all.stream().map(each -> assertInstanceOf(Map.class, each).get("name")).toList();
    assertTrue(names.containsAll(List.of("JDK", "image cache", "state folder")), doctor.out());
  }

  @Test
  void doctorNamesAStateFolderThatCannotBe() throws Exception {
    Path file = Files.createFile(folder.resolve("a-file"));
    cli.set("FIREBREAK_STATE", file);

    Cli.Run doctor = cli.run("doctor");

    assertEquals(Status.FAILED, doctor.status(), doctor.out());
    List<String> lines = doctor.out().lines().toList();
    String line =
        lines.stream().filter(each -> each.startsWith("missing")).findFirst().orElse("none");
    assertTrue(line.contains("state folder"), doctor.out());
    assertTrue(line.contains(file + " is a file"), doctor.out());
    assertTrue(
        lines.get(lines.indexOf(line) + 1).contains("set FIREBREAK_STATE to a folder"),
        doctor.out());
  }

  @Test
  void bashCompletes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: there is no bash here");
    String words =
        "source <('"
            + Cli.script()
            + "' completion) && complete -p firebreak && COMP_WORDS=(firebreak doc) COMP_CWORD=1"
            + " && _complete_firebreak && echo \"${COMPREPLY[@]}\"";
    Path out = folder.resolve("completed");

    Process bash =
        new ProcessBuilder("/bin/bash", "-c", words)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();

    assertEquals(0, bash.waitFor(), Files.readString(out));
    assertTrue(
        Files.readString(out)
            .matches("(?s)complete .*-F _complete_firebreak firebreak\ndoctor\\s*"),
        Files.readString(out));
  }

  @Test
  void benchMeasuresItsRow() throws Exception {
    Cli.Run bench = cli.run("bench", "ps", "--smoke");

    assertEquals(0, bench.status(), bench.out() + bench.err());
    assertTrue(bench.out().contains("ps"), bench.out());
    assertFalse(bench.out().contains("Exception"), bench.out());
  }
}
