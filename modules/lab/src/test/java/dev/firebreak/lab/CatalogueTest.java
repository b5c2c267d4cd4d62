package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Pool;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.faults.Fault;
import dev.firebreak.faults.MemoryGroup;
import dev.firebreak.faults.Need;
import dev.firebreak.processes.ProcessPool;
import dev.firebreak.report.Findings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commits every fault of the catalogue in a pool of processes: its verdict has to be the truth, and
 * the sibling beside it right.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CatalogueTest {
  /** Faults whose verdict this machine cannot know, each with what is missing for it. */
  private static final Map<Fault, String> UNKNOWABLE = Map.of();

  private static final Duration LIMIT = Duration.ofMillis(1500);

  /** A heap has to be filled first, on a machine that may be busy. */
  private static final Duration FILLED = Duration.ofSeconds(6);

  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @TempDir private static Path folder;

  private static final List<Event> EVENTS = Collections.synchronizedList(new ArrayList<>());
  private static Work work;
  private static List<String> answers;
  private static Pool usual;
  private static Pool fresh;

  @BeforeAll
  static void open() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "one\ntwo\n");
    work = Work.ofFiles(List.of(file), 1);
    answers = List.of(work.answer(0));
    usual = pool("usual", Optional.empty(), false);
    fresh = pool("fresh", Optional.empty(), true);
  }

  private static Pool pool(String name, Optional<Fault> fault, boolean recycled) {
    return ProcessPool.open(
        Settings.of(2, fault, recycled, PATIENCE).forProcesses().withName(name),
        Setup.within(folder).withListener(EVENTS::add));
  }

  @AfterAll
  static void close() throws InterruptedException {
    for (Pool pool : List.of(usual, fresh)) {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
    }
    MemoryGroup.sweep();
  }

  @ParameterizedTest
  @EnumSource
  void aVerdictIsNotTheTruth(Fault fault) throws Exception {
    Optional<String> missing = fault.missing();
    assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
    List<Moment> moments = Collections.synchronizedList(new ArrayList<>());
    Duration limit = fault.needs(Need.RUN_LIMIT) ? LIMIT : PATIENCE;
    if (fault == Fault.GC_THRASH) {
      limit = FILLED;
    }
    Pool pool = fault.needs(Need.FRESH_WORKERS) ? fresh : usual;

    new Trial(pool, work, Optional.of(fault), new Trial.Limits(limit, PATIENCE), moments::add)
        .run();
    awaitDeath(moments);

    Raw raw =
        new Raw(
            Raw.PROCESSES, moments, List.copyOf(EVENTS), Optional.empty(), "", false, List.of(), 0);
    Findings.OfHome found = Reading.of(fault, raw, raw, answers);
    assertEquals(1, found.siblings().right(), () -> moments.toString());
    Findings.Told verdict = found.verdict().orElseThrow(() -> new AssertionError(moments));
    if (UNKNOWABLE.containsKey(fault)) {
      assertNotEquals(Confidence.CERTAIN, verdict.confidence(), verdict.toString());
    } else {
      assertTrue(
          fault.truth().told(verdict.cause(), verdict.confidence()),
          () -> "it is %s, but the verdict says %s".formatted(fault.truth(), verdict));
    }
  }

  /** The task's end comes before that of its worker, where that was ended for it. */
  private static void awaitDeath(List<Moment> moments) {
    Optional<Moment> limit =
        List.copyOf(moments).stream().filter(it -> it.kind() == Moment.Kind.LIMIT).findFirst();
    if (limit.isEmpty()) {
      return;
    }
    long pid = Place.of(limit.get().worker()).orElseThrow().pid();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (List.copyOf(EVENTS).stream()
        .noneMatch(event -> event instanceof Event.Ended end && end.child().pid() == pid)) {
      assertTrue(System.nanoTime() < deadline, "its worker did not end in 60 s");
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void twoFaultsHaveOneName() {
    List<String> words = Stream.of(Fault.values()).map(Fault::word).toList();

    assertEquals(words.size(), words.stream().distinct().count());
    words.forEach(word -> assertTrue(word.matches("[a-z][a-z0-9-]*"), word));
  }
}
