package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reaches a supervisor, and what is read of it, from other terminals; by the real script. */
@Timeout(180)
final class TerminalsIT {
  private static final int FLOOD = 12_000; // lines of 1 KB: more than a log file takes

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

  private Cli.Running up(String name, String... children) throws Exception {
    Cli.Running up = cli.start("up", cli.file(name, children).toString());
    for (String child : children) {
      Cli.await(
          () -> up.out().matches("(?s).*%s/%s#1 pid \\d+: ready after.*".formatted(name, child)),
          child,
          up);
    }
    return up;
  }

  @Test
  void hangUpReadsTheFileAgain() throws Exception {
    Cli.Running up = up("shop", "db", "web");
    Path file = folder.resolve("shop.toml");

    Files.writeString(file, Files.readString(file) + "heap = \"40m\"\n");
    up.signal("HUP");

    up.says("shop.toml was read again");
    up.says("shop/web#2");
    Files.writeString(file, Files.readString(file) + "heep = 1\n");
    up.signal("HUP");
    up.says("unknown key \"heep\"");
    assertTrue(cli.run("ps").out().contains("shop/web"));
    assertFalse(up.out().contains("shop/db#2"), up.out());
    assertFalse(up.out().contains("shop/web#3"), up.out());
  }

  @Test
  void termToAllOfThemIsNoCrash() throws Exception {
    assumeTrue(runs("setsid", "true"), "skipped: there is no setsid here");
    cli.behind("setsid");
    Cli.Running up = up("shop", "db", "web");
    cli.behind();
    String db = Long.toString(cli.pid("shop/db"));
    String web = Long.toString(cli.pid("shop/web"));

    // The children first, as the worst case: they may end before their supervisor is told to.
    assertTrue(runs("kill", "-TERM", "--", db, web, "-" + up.process().pid()));

    Cli.Run end = up.end();
    assertEquals(0, end.status(), end.out() + end.err());
    assertTrue(end.out().contains("supervisor shop stopped"), end.out());
    assertFalse(end.out().contains("#2"), end.out());
    assertFalse(end.out().contains("!!"), end.out());
  }

  @Test
  void logsAreFollowedOverARestartAndATurn() throws Exception {
    Path file = cli.file("shop", "web");
    Files.writeString(
        file, Files.readString(file).replace("\"sleep\"", "\"flood\", \"" + FLOOD + "\""));
    Cli.Running up = cli.start("up", file.toString());
    Path log = cli.state().resolve("shop/logs/web.out.log");
    String last = "line " + (FLOOD - 1) + " ";
    Cli.await(() -> end(log).contains(last), "the first flood", up);
    Cli.Running logs = cli.start("logs", "web", "-f", "-n", "1", "--plain");
    logs.says(last); // so it follows by now

    assertEquals(0, cli.run("kill", "web").status());
    up.says("shop/web#2");
    Cli.await(
        () -> end(log).contains(last) && logs.out().lines().count() > FLOOD,
        "the second flood",
        logs);
    assertTrue(Files.exists(log.resolveSibling("web.out.log.1")), "nothing was turned over");

    List<String> wanted = new ArrayList<>(List.of("line " + (FLOOD - 1), "puppet flood|" + FLOOD));
    for (int i = 0; i < FLOOD; i++) {
      wanted.add("line " + i);
    }
    assertEquals(wanted, logs.out().lines().map(line -> line.replaceFirst(" x+$", "")).toList());
  }

  @Test
  void twoSupervisorsHaveAChildOfThatName() throws Exception {
    Cli.Running shop = up("shop", "web");
    up("mall", "web");

    Cli.Run kill = cli.run("kill", "web");

    assertEquals(Status.NOT_FOUND, kill.status());
    assertTrue(kill.err().contains("\"web\" may be "), kill.err());
    assertTrue(kill.err().contains("shop/web") && kill.err().contains("mall/web"), kill.err());
    assertTrue(kill.err().contains("write it in full"), kill.err());
    assertEquals(0, cli.run("kill", "shop/web").status());
    shop.says("shop/web#2");
  }

  @Test
  void lastWordsOfAProgramAreNotSaidTwice() throws Exception {
    Cli.Run run =
        cli.run(
            "run",
            "--grant",
            "java.base",
            "--restart",
            "temporary",
            "-cp",
            Cli.classes(),
            "dev.firebreak.launcher.Puppet",
            "throw");

    assertEquals(1, run.status(), run.err());
    assertEquals(
        1,
        run.err()
            .lines()
            .filter(line -> line.contains("\tat dev.firebreak.launcher.Puppet"))
            .count(),
        run.err());
    assertTrue(run.err().contains("firebreak: Puppet/Puppet#1"), run.err());
  }

  @Test
  void backgroundKeepsItsStoryInTheFaultLogAlone() throws Exception {
    Cli.Run up = cli.run("up", cli.file("shop", "web").toString(), "--detach");
    assertTrue(up.out().contains("fault.log"), up.out());
    assertEquals(0, cli.run("kill", "web").status());
    Path faults = cli.state().resolve("shop/fault.log");
    Cli.Running events = cli.start("events", "-f");
    Cli.await(() -> end(faults).contains("shop/web#2"), "the restart", events);

    assertEquals(0, cli.run("stop", "shop").status());

    assertFalse(end(cli.state().resolve("shop/up.log")).contains("shop/web"), "not bounded");
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The last part of a file. */
  private static String end(Path file) {
    try (var in = new java.io.RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - 8192));
      byte[] bytes = new byte[8192];
      int read = in.read(bytes);
      return new String(bytes, 0, Math.max(0, read), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // not there yet
    }
  }
}
