package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each cell of the matrix of failures, on processes; leaves what it saw in target/matrix.md. */
@SuppressWarnings("EnumOrdinal") // rows of a table in the order of the enum
class MatrixTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Path FILE = Path.of("MATRIX.md");
  private static final Path REPORT = Path.of("target", "matrix.md");

  private static final String HEAD =
      """
      # What comes of each failure in each phase

      A pool loses at most the task at fault. Each cell is a test (`MatrixTest`): the guilty task
      comes to just this end, a neighbour that runs at the same time succeeds, the pool works
      afterwards, and nothing hangs. The table is `Matrix` in print; a run leaves what it saw in
      `target/matrix.md`.

      - *refused at submit*: a RefusedException; nothing was sent.
      - *TaskException*, *ResultException*: the future tells what was thrown; the worker goes on.
      - *WorkerDied*: a WorkerDiedException with that verdict; another worker takes the place.
      - *Limit: RUN*: nothing but a run deadline ends it; its last step is to end the worker.
      - *nobody fails*: there is no guilty task, and no other suffers.
      - *-*: there is no such cell; the number says why.
      """;

  @TempDir static Path folder;

  private static final Map<String, String> SEEN = new HashMap<>();
  private static final Map<Home, MatrixPool> POOLS = new TreeMap<>();

  @TestFactory
  List<DynamicNode> cells() {
    List<DynamicNode> homes = new ArrayList<>();
    for (Home home : Matrix.HOMES) {
      List<DynamicNode> phases = new ArrayList<>();
      for (Phase phase : Phase.values()) {
        List<DynamicNode> faults = new ArrayList<>();
        for (Fault fault : Fault.values()) {
          if (!(Matrix.cell(home, phase, fault) instanceof Cell.Apart)) {
            faults.add(dynamicTest(fault.title(), () -> run(home, phase, fault)));
          }
        }
        phases.add(dynamicContainer(phase.title(), faults));
      }
      homes.add(dynamicContainer(home.title(), phases));
    }
    return homes;
  }

  private static void run(Home home, Phase phase, Fault fault) {
    String key = home + " " + phase + " " + fault;
    SEEN.put(key, "FAILED");
    MatrixPool pool = POOLS.computeIfAbsent(home, _ -> new MatrixPool(home, folder));
    try {
      assertTimeoutPreemptively(DEADLINE, () -> pool.run(phase, fault));
      SEEN.put(key, "ok");
    } catch (AssertionError | RuntimeException e) {
      POOLS.remove(home); // the next cell is not to suffer for this one
      throw e;
    }
  }

  private static String text(Home home, Phase phase, Fault fault) {
    return Matrix.cell(home, phase, fault).text();
  }

  private static String why() {
    StringBuilder text = new StringBuilder("\nWhy there is no such cell:\n\n");
    for (Cell.Why why : Cell.Why.values()) {
      text.append(why.ordinal() + 1).append(". ").append(why.sentence()).append('\n');
    }
    return text.toString();
  }

  @Test
  void fileIsWhatTheCodeSays() throws IOException {
    String code = HEAD + Matrix.print(MatrixTest::text) + why();

    assertEquals(code, Files.readString(FILE), "copy it from " + REPORT.toAbsolutePath());
  }

  @AfterAll
  static void report() throws IOException {
    POOLS.values().forEach(MatrixPool::close);
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    Files.writeString(REPORT, HEAD + Matrix.print(MatrixTest::text) + why());
    String seen =
        Matrix.print((home, phase, fault) -> {
          String key = home + " " + phase + " " + fault;
          return Matrix.cell(home, phase, fault) instanceof Cell.Apart
              ? "-"
              : SEEN.getOrDefault(key, "not run");
        });
    Files.writeString(REPORT.resolveSibling("matrix-seen.md"), "# What the last run saw\n" + seen);
    long ok = SEEN.values().stream().filter("ok"::equals).count();
    System.out.println(
        "matrix of failures: %d of %d cells as the table says%n%s"
            .formatted(ok, SEEN.size(), seen));
  }
}
