package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the lab by its script, as a newcomer does. */
@Timeout(400)
final class LabIT {
  private static final long PATIENCE = 300; // seconds: an image may have to be built first

  @TempDir Path folder;
  private Cli cli;
  private Path temporary;
  private Path files;

  @BeforeEach
  void open() throws IOException {
    cli = new Cli(folder);
    temporary = Files.createDirectory(folder.resolve("tmp"));
    cli.set("FIREBREAK_JAVA_OPTS", Path.of("-Djava.io.tmpdir=" + temporary));
    files = Files.createDirectory(folder.resolve("files"));
    for (String name : List.of("one", "two", "three")) {
      Files.writeString(files.resolve(name), name + "\n");
    }
  }

  @AfterEach
  void close() throws Exception {
    cli.close();
  }

  @Test
  void threadsLoseWhatProcessesKeep() throws Exception {
    Path report = folder.resolve("report");

    Cli.Run lab =
        patiently(
            "lab",
            "exit-42",
            "shared-cache",
            "--tasks",
            "3",
            "--price",
            "1",
            "--report",
            report.toString());

    assertEquals(0, lab.status(), lab.out() + lab.err());
    String table = lab.out().replaceAll(" +", " ");
    assertTrue(table.matches("(?s).*\nexit-42 0 of 3 [1-3] of 3 .*"), table);
    assertTrue(table.matches("(?s).*\nshared-cache 0 of 3 [1-3] of 3, wrong .*"), table);
    assertTrue(table.contains("Processes lost 0 of 6 siblings"), table);
    assertTrue(table.contains("Verdicts on processes: 2 of 2 right."), table);
    assertTrue(table.contains("\nprocesses, warm "), table);
    String json = Files.readString(report.resolve("lab.json"));
    assertTrue(json.contains("\"name\":\"exit-42\""), json);
    assertTrue(json.contains("\"cause\":\"EXIT_CODE\",\"confidence\":\"CERTAIN\""), json);
    assertTrue(Files.size(report.resolve("index.html")) > 1000);
    assertEquals(List.of(), left());

    Path again = folder.resolve("again");
    Cli.Run drawn = cli.run("lab", "--from", report.toString(), "--report", again.toString());

    assertEquals(0, drawn.status(), drawn.out() + drawn.err());
    assertTrue(drawn.out().contains("Verdicts on processes: 2 of 2 right."), drawn.out());
    for (String file : List.of("lab.json", "index.html")) {
      assertEquals(
          Files.readString(report.resolve(file)), Files.readString(again.resolve(file)), file);
    }
    try (Stream<Path> all = Files.list(again)) {
      assertEquals(2, all.count(), "nothing else is left there");
    }
  }

  @Test
  void whatIsNoRecordOfALab() throws Exception {
    refused("holds no findings of the lab", "lab", "--from", files.resolve("one").toString());
    refused("it takes --report and --json alone", "lab", "exit-42", "--from", files.toString());
    Cli.Run none = cli.run("lab", "--from", files.toString());
    assertEquals(Status.NOT_FOUND, none.status(), none.err());
    assertTrue(none.err().contains("cannot be read (NoSuchFileException)"), none.err());
  }

  @Test
  void interrupted() throws Exception {
    Cli.Running lab = cli.start("lab", "infinite-loop", "--files", files.toString());
    List<ProcessHandle> started = new ArrayList<>();
    Cli.await(() -> started.addAll(jvms(lab.process())), "the JVMs of its plain run", lab);

    lab.signal("INT");

    Cli.Run end = lab.end();
    assertEquals(Status.SIGNAL + 2, end.status(), end.out() + end.err());
    assertTrue(end.out().contains("Stopped, and all that it had started."), end.out());
    Cli.await(() -> started.stream().noneMatch(ProcessHandle::isAlive), "their end", lab);
    assertEquals(List.of(), left());
  }

  /** What it started once the script, which starts commands of its own, became the lab's JVM. */
  private static List<ProcessHandle> jvms(Process lab) {
    return isJvm(lab.toHandle()) ? lab.descendants().filter(LabIT::isJvm).toList() : List.of();
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().filter(it -> it.endsWith("/java")).isPresent();
  }

  @Test
  void misspelled() throws Exception {
    refused("there is no fault \"heap-omm\"; did you mean \"heap-oom\"?", "lab", "heap-omm");
  }

  @Test
  void reportIntoAFile() throws Exception {
    refused(
        "is no folder that can be written to",
        "lab",
        "exception",
        "--report",
        files.resolve("one/report").toString());
  }

  @Test
  void noFiles() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    refused("there is no file in " + empty, "lab", "exception", "--files", empty.toString());
    refused("nowhere is no file or folder", "lab", "exception", "--files", "nowhere");
  }

  @Test
  void tooManyTasks() throws Exception {
    refused("--tasks: 1000; give 1 to 64", "lab", "--tasks", "1000");
  }

  @Test
  void aFaultIsNotListed() throws Exception {
    Cli.Run list = cli.run("lab", "--list");

    assertEquals(0, list.status(), list.err());
    LabCommand.Names.all()
        .forEach(name -> assertTrue(list.out().contains("\n" + name + " "), name));
  }

  private Cli.Run patiently(String... command) throws Exception {
    Cli.Running running = cli.start(command);
    assertTrue(running.process().waitFor(PATIENCE, TimeUnit.SECONDS), running.out());
    return running.end();
  }

  private void refused(String words, String... command) throws Exception {
    Cli.Run run = cli.run(command);

    assertEquals(Status.USAGE, run.status(), run.out() + run.err());
    assertTrue(run.err().contains(words), run.err());
    assertEquals(List.of(), left());
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith("firebreak-lab"))
          .toList();
    }
  }
}
