package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of one supervisor, by the real script. */
@Timeout(180)
final class CommandIT {
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
      up.says(name + "/" + child + "#1 pid");
      up.says("ready after");
    }
    return up;
  }

  @Test
  void childKilledFromAnotherTerminal() throws Exception {
    Cli.Running up = up("shop", "web");
    Cli.Running events = cli.start("events", "-f");

    ProcessHandle.of(cli.pid("shop/web")).orElseThrow().destroyForcibly();

    up.says("ended with signal 9 (SIGKILL)");
    up.says("shop/web#2");
    events.says("ended with signal 9 (SIGKILL)");
    Path faults = cli.state().resolve("shop/fault.log");
    Cli.await(() -> read(faults).contains("shop/web#2"), "the fault log", up);
    assertTrue(cli.run("logs", "web").out().contains("#1 out puppet sleep"));
  }

  @Test
  void killedByCommand() throws Exception {
    Cli.Running up = up("shop", "web");

    Cli.Run kill = cli.run("kill", "web");

    assertEquals(0, kill.status(), kill.err());
    up.says("shop/web#2");
  }

  @Test
  void ctrlCStopsInReverseOrder() throws Exception {
    Cli.Running up = up("shop", "db", "web");
    up.says("shop/web#1");

    up.signal("INT");

    Cli.Run end = up.end();
    assertEquals(0, end.status(), end.err());
    assertTrue(
        end.out().indexOf("shop/web#1", end.out().indexOf("stops, because"))
            < end.out().indexOf("shop/db#1", end.out().indexOf("stops, because")),
        end.out());
  }

  @Test
  void secondCtrlCEndsAtOnce() throws Exception {
    Cli.Running run =
        cli.start(
            "run",
            "-cp",
            Cli.classes(),
            "--grant",
            "java.base",
            "dev.firebreak.launcher.Puppet",
            "stuck");
    run.says("puppet stuck");

    run.signal("INT");
    run.says("puppet stuck");
    Cli.await(
        () -> read(cli.state().resolve("Puppet/events.jsonl")).contains("StopStep"),
        "the stop",
        run);
    run.signal("INT");

    assertEquals(130, run.end().status());
  }

  @Test
  void secondSupervisorOfTheName() throws Exception {
    up("shop", "web");

    Cli.Run second = cli.run("up", folder.resolve("shop.toml").toString());

    assertEquals(Status.TAKEN, second.status());
    assertTrue(second.err().contains("a supervisor named shop runs already (pid "), second.err());
  }

  @Test
  void killedSupervisorLeavesAStaleSocket() throws Exception {
    Cli.Running up = up("shop", "web");
    long child = cli.pid("shop/web");

    up.process().destroyForcibly().waitFor();

    Cli.await(() -> ProcessHandle.of(child).isEmpty(), "the child's end", up);
    assertTrue(cli.run("ps").out().contains("killed"));
    Cli.Run kill = cli.run("kill", "web");
    assertEquals(Status.NOT_FOUND, kill.status());
    assertTrue(kill.err().contains("supervisor shop was killed"), kill.err());
    up("shop", "web");
  }

  @Test
  void stoppedSupervisorDoesNotAnswer() throws Exception {
    Cli.Running up = up("shop", "web");
    up.signal("STOP");

    Cli.Run ps = cli.run("ps");

    up.signal("CONT");
    assertEquals(Status.NOT_ANSWERING, ps.status());
    assertTrue(ps.out().contains("not answering"), ps.out());
  }

  @Test
  void reloadRestartsOnlyWhatChanged() throws Exception {
    Cli.Running up = up("shop", "db", "web");
    up.says("shop/web#1");
    Path file = folder.resolve("shop.toml");

    Files.writeString(file, Files.readString(file) + "heap = \"40m\"\n");
    Cli.Run reload = cli.run("reload");

    assertEquals(0, reload.status(), reload.err());
    up.says("shop/web#2");
    assertFalse(up.out().contains("shop/db#2"), up.out());

    Files.writeString(file, Files.readString(file) + "heep = 1\n");
    Cli.Run faulty = cli.run("reload");

    assertEquals(Status.USAGE, faulty.status());
    assertTrue(faulty.err().contains("unknown key \"heep\""), faulty.err());
  }

  @Test
  void detachedUntilStopped() throws Exception {
    Cli.Run up = cli.run("up", cli.file("shop", "web").toString(), "--detach");
    assertEquals(0, up.status(), up.err());

    assertTrue(cli.run("ps").out().contains("shop/web"));
    Cli.Run stop = cli.run("stop", "shop");

    assertEquals(0, stop.status(), stop.err());
    assertTrue(cli.run("events", "-n", "3").out().contains("supervisor shop stopped"));
  }

  @Test
  void exitStatusArgumentsAndInputArePassed() throws Exception {
    String puppet = "dev.firebreak.launcher.Puppet";
    String[] base = {"run", "-q", "--grant", "java.base", "--restart", "temporary", "-cp"};

    assertEquals(7, cli.run(with(base, Cli.classes(), puppet, "exit", "7")).status());
    assertEquals(1, cli.run(with(base, Cli.classes(), puppet, "throw")).status());
    Cli.Run flags = cli.run(with(base, Cli.classes(), puppet, "exit", "0", "-Xmx1g", "--help"));
    assertTrue(flags.out().contains("puppet exit|0|-Xmx1g|--help"), flags.out());
    Cli.Running cat = cli.start(with(base, Cli.classes(), puppet, "cat"));
    cat.input("one\ntwo\n");
    assertEquals("puppet cat\none\ntwo\n", cat.end().out());
    assertEquals(Status.RUN_FAILED, cli.run("run", "--grant", "no.such", "-cp", ".", "X").status());
  }

  @Test
  void termIsPassed() throws Exception {
    Cli.Running run =
        cli.start(
            "run",
            "--grant",
            "java.base",
            "-cp",
            Cli.classes(),
            "dev.firebreak.launcher.Puppet",
            "sleep");
    run.says("puppet sleep");

    run.signal("TERM");

    assertEquals(143, run.end().status());
  }

  @Test
  void faultyFileStartsNothing() throws Exception {
    Path file =
        Files.writeString(folder.resolve("x.toml"), "nam = 1\n[child.a]\njar = \"no.jar\"\n");

    Cli.Run up = cli.run("up", file.toString());

    assertEquals(Status.USAGE, up.status());
    assertTrue(up.err().contains("x.toml:1:1: the file: unknown key \"nam\""), up.err());
    assertTrue(up.err().contains("x.toml:3:1: [child.a] jar: there is no"), up.err());
    assertTrue(up.err().contains("2 faults"), up.err());
  }

  private static String[] with(String[] base, String... more) {
    String[] all = java.util.Arrays.copyOf(base, base.length + more.length);
    System.arraycopy(more, 0, all, base.length, more.length);
    return all;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
