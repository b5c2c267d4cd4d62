package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import dev.firebreak.link.LastWords.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table of what was seen of a process, and what is concluded from it. */
abstract class VerdictTable {
  static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      List<String> stdout,
      Evidence found,
      Cause cause,
      Confidence confidence,
      String words) {
    return Arguments.of(Named.of(what, facts), status, stdout, found, cause, confidence, words);
  }

  static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      Evidence found,
      Cause cause,
      Confidence confidence,
      String words) {
    return row(what, facts, status, List.of(), found, cause, confidence, words);
  }

  static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      Cause cause,
      Confidence confidence,
      String words) {
    return row(what, facts, status, List.of(), Evidence.NONE, cause, confidence, words);
  }

  static void nothing(Facts facts) {}

  static void leaving(Facts facts) {
    facts.leaving = true;
  }

  /** A box that was in use, with such marks in it. */
  static Evidence box(LastWords.Mark... marks) {
    LastWords.Now now = new LastWords.Now(1, LastWords.Phase.READY, 9 << 20, 1, 64 << 20, 0, "");
    LastWords words = new LastWords(-1, Optional.of(now), Optional.empty(), List.of(marks), 0);
    return new Evidence(Optional.empty(), Optional.of(words), Optional.empty(), Optional.empty());
  }

  static Evidence left(String why) {
    return box(new LastWords.Mark(1, Kind.LEAVING, why));
  }

  static Evidence crash(String reason, String frame) {
    Evidence.Crash crash = new Evidence.Crash(Path.of("hs_err_1.log"), reason, frame, "main");
    return new Evidence(Optional.of(crash), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Evidence kills(long group, long machine) {
    return kills(new Evidence.KernelKills(group, machine));
  }

  static Evidence kills(Evidence.KernelKills kills) {
    return new Evidence(Optional.empty(), Optional.empty(), Optional.of(kills), Optional.empty());
  }

  static Consumer<Facts> sent(int signal) {
    return facts -> facts.operatorSignal = signal;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void verdict(
      Consumer<Facts> seen,
      int status,
      List<String> stdout,
      Evidence found,
      Cause cause,
      Confidence confidence,
      String words) {
    Facts facts = new Facts();
    facts.stage = Stage.READY;
    seen.accept(facts);

    Verdict verdict =
        Verdicts.of(facts, new Report.Ended(Exit.of(status), stdout, List.of(), found));

    assertEquals(cause, verdict.cause());
    assertEquals(confidence, verdict.confidence());
    assertTrue(verdict.sentence().contains(words), verdict.sentence());
    assertEquals(Exit.of(status).toString(), verdict.numbers().get("exit"));
  }
}
