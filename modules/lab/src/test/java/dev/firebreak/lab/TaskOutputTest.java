package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.api.WorkerDiedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a task writes is kept for it, whoever writes it, and also where its worker dies of it.
 * Threads have the whole program's streams and keep nothing, as ThreadPool says.
 */
class TaskOutputTest extends OnBothHomes {
  private static String say(String name) {
    System.out.println("out of " + name);
    System.err.print("err of " + name);
    return name;
  }

  /** What is kept of that. */
  private String kept(String written) {
    return home.kills() ? written : "";
  }

  @Test
  void eachTaskHasItsOwn() {
    Pool pool = open(2);
    List<PoolFuture<String>> futures = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "t" + i;
      futures.add(pool.submit(() -> say(name)));
    }

    for (int i = 0; i < 40; i++) {
      assertEquals("t" + i, futures.get(i).join());
      assertEquals(
          new TaskOutput(kept("out of t" + i + "\n"), kept("err of t" + i)),
          futures.get(i).output());
    }
  }

  @Test
  void taskThatWritesNothingHasNone() {
    Pool pool = open(1);
    assertEquals("a", pool.submit(() -> say("a")).join());
    PoolFuture<Integer> silent = pool.submit(() -> 1);

    assertEquals(1, silent.join());

    assertEquals(TaskOutput.EMPTY, silent.output());
  }

  @Test
  void taskThatThrowsKeepsIt() {
    Pool pool = open(1);
    PoolFuture<Integer> task =
        pool.submit(() -> {
          say("before");
          throw new IllegalStateException("torn");
        });

    assertEquals("torn", failure(task).getMessage());

    assertEquals(kept("out of before\n"), task.output().stdout());
  }

  @Test
  void outputIsThereWhileTheTaskRuns() {
    Pool pool = open(1);
    Gate gate = gate();
    PoolFuture<String> task =
        pool.submit(() -> {
          say("first");
          gate.pass("between");
          return say("second");
        });
    gate.awaitArrivals(1);

    until(() -> task.output().stdout().equals(kept("out of first\n")));

    gate.open();
    assertEquals("second", task.join());
    assertEquals(kept("out of first\nout of second\n"), task.output().stdout());
    assertEquals(kept("err of firsterr of second"), task.output().stderr());
  }

  @Test
  void onlyTheLastPartOfALotIsKept() {
    Pool pool = open(1);
    PoolFuture<Integer> task =
        pool.submit(() -> {
          for (int i = 0; i < 100_000; i++) {
            System.out.println("line " + i);
          }
          return 1;
        });

    assertEquals(1, task.join());

    String out = task.output().stdout();
    if (!home.kills()) {
      assertEquals("", out);
      return;
    }
    assertTrue(
        out.endsWith("line 99998\nline 99999\n"), out.substring(Math.max(0, out.length() - 100)));
    assertTrue(out.length() <= 64 << 10);
    assertTrue(out.length() > 60 << 10);
    assertFalse(out.contains("\u0000"), "no mark is seen");
  }

  @Test
  void charactersOfSeveralBytes() {
    Pool pool = open(1);
    PoolFuture<?> task = pool.submit(() -> System.out.print("für 3 € – \uD83D\uDE00"));

    task.join();

    assertEquals(kept("für 3 € – \uD83D\uDE00"), task.output().stdout());
  }

  @Test
  void crashKeepsWhatWasWritten() {
    Pool pool = open(1);
    boolean dies = home.kills();
    PoolFuture<Integer> task =
        pool.submit(() -> {
          say("the last words");
          if (!dies) {
            throw new AssertionError("the worst that a thread survives");
          }
          return Deeds.<Integer>signal("KILL");
        });

    if (!dies) {
      assertInstanceOf(AssertionError.class, failure(task));
      assertEquals(TaskOutput.EMPTY, task.output());
      return;
    }
    assertInstanceOf(WorkerDiedException.class, failure(task));

    assertEquals("out of the last words\n", task.output().stdout());
    assertEquals("err of the last words", task.output().stderr());
    assertTrue(failure(task).getMessage().contains("err of the last words"), "and it is told");
  }

  @Test
  void nativeCodeAndGrandchildren() {
    Pool pool = open(1);
    PoolFuture<Integer> before = pool.submit(() -> say("before").length());
    PoolFuture<Integer> task =
        pool.submit(() -> {
          System.out.println("by Java");
          Deeds.printNatively("by native code\n");
          return Deeds.run("sh", "-c", "echo by a grandchild; echo and its stderr >&2");
        });

    assertEquals(0, task.join());

    if (home.kills()) {
      assertEquals("by Java\nby native code\nby a grandchild\n", task.output().stdout());
      assertEquals("and its stderr\n", task.output().stderr());
    } else {
      assertEquals(TaskOutput.EMPTY, task.output());
    }
    assertEquals(kept("out of before\n"), before.output().stdout());
  }

  @Test
  void itemsOfAMapDoNotMixWithTasks() {
    Pool pool = open(1);

    assertEquals(List.of("a", "b", "c"), pool.map(TaskOutputTest::say, List.of("a", "b", "c")));
    PoolFuture<String> task = pool.submit(() -> say("d"));

    assertEquals("d", task.join());
    assertEquals(kept("out of d\n"), task.output().stdout());
  }
}
