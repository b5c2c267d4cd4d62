package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkerDiedException;
import dev.firebreak.processes.ChildProcess;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One function or class in a process of its own. */
@Timeout(120)
class ChildProcessTest {
  private static final PoolOptions BARE = PoolOptions.DEFAULT.with(Grants.of());

  @Test
  void returns() throws Exception {
    try (var child = ChildProcess.start(BARE, () -> ProcessHandle.current().pid())) {
      assertEquals(child.pid(), child.get());
      child.join();

      assertFalse(child.isAlive());
      assertEquals(new Exit.Code(0), child.exit().orElseThrow());
      assertEquals(Verdict.Cause.NORMAL, child.verdict().orElseThrow().cause());
    }
  }

  @Test
  void throwsAnException() throws Exception {
    try (var child =
        ChildProcess.start(
            BARE,
            () -> {
              throw new IllegalStateException("no luck");
            })) {
      var failure = assertThrows(ExecutionException.class, child::get);
      child.join();

      assertEquals(
          "no luck",
          assertInstanceOf(IllegalStateException.class, failure.getCause()).getMessage());
      assertEquals(Verdict.Cause.EXCEPTION, child.verdict().orElseThrow().cause());
    }
  }

  @Test
  void exitsWith42() throws Exception {
    try (var child =
        ChildProcess.start(
            BARE,
            () -> {
              System.exit(42);
              return 0;
            })) {
      child.join();

      assertEquals(new Exit.Code(42), child.exit().orElseThrow());
      assertEquals(Verdict.Cause.EXIT_CODE, child.verdict().orElseThrow().cause());
    }
  }

  @Test
  void isKilledAndNeverStartedAgain() throws Exception {
    try (var child =
        ChildProcess.start(
            BARE,
            () -> {
              System.out.println("runs");
              return forever();
            })) {
      while (!child.output().stdout().contains("runs")) {
        assertFalse(child.join(Duration.ofMillis(10)));
      }
      assertTrue(child.isAlive());

      child.kill();
      child.join();

      assertEquals(new Exit.Signal(9), child.exit().orElseThrow());
      var failure = assertThrows(ExecutionException.class, child::get);
      assertInstanceOf(WorkerDiedException.class, failure.getCause());
    }
  }

  @Test
  void isTerminated() throws Exception {
    try (var child = ChildProcess.start(BARE, ChildProcessTest::forever)) {
      child.terminate();
      child.join();

      assertEquals(new Exit.Signal(15), child.exit().orElseThrow());
    }
  }

  @Test
  void leavesAGrandchildBehind() throws Exception {
    ProcessHandle grandchild;
    try (var child =
        ChildProcess.start(
            BARE,
            () -> {
              new ProcessBuilder("sleep", "1000").start();
              return forever();
            })) {
      while (child.children().isEmpty()) {
        Thread.onSpinWait();
      }
      grandchild = child.children().getFirst();
    }

    grandchild.onExit().join();
    assertFalse(grandchild.isAlive());
  }

  @Test
  void capturesWhatCannotBeSent() throws Exception {
    try (Socket socket = new Socket()) {
      var refused =
          assertThrows(
              RefusedException.class, () -> ChildProcess.start(BARE, () -> socket.isBound()));

      assertTrue(refused.getMessage().contains("java.net.Socket"), refused.getMessage());
    }
  }

  @Test
  void isAProgram() throws Exception {
    try (var child = ChildProcess.start(Program.class, "a", "b")) {
      child.join();

      assertEquals(new Exit.Code(2), child.exit().orElseThrow());
    }
  }

  /** Ends with as many as it has arguments. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.exit(arguments.length);
    }
  }

  private static int forever() throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
    return 0;
  }
}
