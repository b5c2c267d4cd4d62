package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.faults.Fault;
import dev.firebreak.report.Findings.Siblings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commits some faults among threads: the siblings have the harm that the catalogue tells. All of
 * them are tried by {@code firebreak lab --all}.
 */
@Timeout(120)
class HarmTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"EXCEPTION", "EXIT_42", "NATIVE_CRASH", "SHARED_CACHE", "CLASS_POISONED"})
  void itIsAnotherOne(Fault fault) throws Exception {
    Work work = Work.ofJdk(Path.of(System.getProperty("java.home")), 3);
    List<String> answers = List.of(work.answer(0), work.answer(1), work.answer(2));
    Homes homes = new Homes(work, folder, step -> {});

    Raw raw = homes.threads(Settings.of(2, Optional.of(fault), false, LIMIT));

    Siblings siblings = Reading.siblings(raw, answers);
    switch (fault.harm()) {
      case NONE, SLOWED -> assertEquals(0, siblings.lost(), siblings.toString());
      case FAILED -> assertTrue(siblings.failed() > 0, siblings.toString());
      case WRONG -> assertTrue(siblings.wrong() > 0, siblings.toString());
      case STALLED -> assertTrue(siblings.unfinished() > 0, siblings.toString());
      case ALL -> {
        assertTrue(raw.death().isPresent());
        assertTrue(siblings.unfinished() > 0, siblings.toString());
      }
      case SOME -> {} // as chance has it
    }
  }
}
