package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Liveness;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every sign of readiness, and the question that is asked behind it. */
@Timeout(120)
class ReadinessTest {
  @TempDir Path root;

  @Test
  void outputMatches() throws IOException {
    try (Watched watched =
        Watched.open(root, Watched.child("stay").with(new Readiness.Output("^stay.ng$")))) {
      assertEquals(1, watched.await(Event.Ready.class).child().generation());
    }
  }

  @Test
  void portAnswers() throws IOException {
    int port = freePort();
    try (Watched watched =
        Watched.open(root, Watched.child("listen", "" + port).with(new Readiness.Port(port)))) {
      watched.await(Event.Ready.class);
    }
  }

  @Test
  void commandSucceeds() throws IOException {
    Path file = root.resolve("touched");
    List<String> command =
        List.of("sh", "-c", "test -f " + file + " && test \"$FIREBREAK_CHILD\" = shop/web");
    try (Watched watched =
        Watched.open(
            root, Watched.child("touch", file.toString()).with(new Readiness.Command(command)))) {
      watched.await(Event.Ready.class);
      assertTrue(Files.exists(file));
    }
  }

  @Test
  void aliveProbeFails() throws IOException {
    Path file = Files.createFile(root.resolve("well"));
    Liveness question =
        new Liveness(
            new Readiness.Command(
                List.of("sh", "-c", "test -f " + file + " || { echo ill; false; }")),
            Duration.ofMillis(50),
            Duration.ofSeconds(10),
            2);
    try (Watched watched = Watched.open(root, Watched.child("stay").with(question))) {
      watched.await(Event.Ready.class);
      Files.delete(file);

      Event.Ended ended = watched.await(Event.Ended.class);

      assertEquals(Verdict.Cause.PROBE_FAILED, ended.verdict().cause());
      assertTrue(ended.verdict().sentence().contains("ill"), ended.sentence());
    }
  }

  @Test
  void aCommandThatLeavesADaemonBehindHoldsNobodyUp() throws Exception {
    Path pid = root.resolve("pid");

    String wrong = wrong("echo ill; sleep 600 & echo $! > " + pid + "; exit 3");

    ProcessHandle daemon =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    assertTrue(daemon.isAlive(), "it holds the output of the command");
    assertTrue(daemon.destroyForcibly());
    assertTrue(wrong.endsWith("ended with status 3: ill"), wrong);
  }

  @Test
  void theReasonIsKeptWhateverStandsBehindIt() throws Exception {
    String wrong = wrong("printf ill; sleep 0.1; printf ' to'; sleep 0.1; echo; exit 3");

    assertTrue(wrong.endsWith("ended with status 3: ill to"), wrong);
  }

  @Test
  void aCommandThatSaysMoreThanAPipeTakesEnds() throws Exception {
    String wrong = wrong("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo ill; exit 4");

    assertTrue(wrong.endsWith("ill"), wrong);
  }

  /** What a command of the shell is told to be wrong. */
  private static String wrong(String script) throws Exception {
    Readiness command = new Readiness.Command(List.of("sh", "-c", script));
    return Asking.ask(command, Duration.ofSeconds(30), "a/b", 1).orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
