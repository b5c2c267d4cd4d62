package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
  private static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      List<String> stdout,
      Optional<Path> crash,
      Cause cause,
      Confidence confidence,
      String words) {
    return Arguments.of(Named.of(what, facts), status, stdout, crash, cause, confidence, words);
  }

  private static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      Cause cause,
      Confidence confidence,
      String words) {
    return row(what, facts, status, List.of(), Optional.empty(), cause, confidence, words);
  }

  static Stream<Arguments> table() {
    Consumer<Facts> nothing = facts -> {};
    Consumer<Facts> leaving = facts -> facts.leaving = true;
    return Stream.of(
        row("it returned", nothing, 0, Cause.NORMAL, Confidence.CERTAIN, "ended"),
        row("System.exit(42)", leaving, 42, Cause.EXIT_CODE, Confidence.CERTAIN, "exit(42)"),
        row("Runtime.halt(42)", nothing, 42, Cause.HALT, Confidence.LIKELY, "halt"),
        row("SIGKILL", nothing, 137, Cause.KILLED, Confidence.LIKELY, "did not send"),
        row(
            "System.exit(137) looks the same but for its hooks",
            leaving,
            137,
            Cause.EXIT_CODE,
            Confidence.LIKELY,
            "System.exit(137)"),
        row("SIGTERM", leaving, 143, Cause.TERMINATED, Confidence.CERTAIN, "SIGTERM"),
        row("SIGABRT", nothing, 134, Cause.SIGNALLED, Confidence.LIKELY, "SIGABRT"),
        row("SIGSEGV", nothing, 139, Cause.NATIVE_CRASH, Confidence.LIKELY, "crashed"),
        row(
            "a crash that the JVM wrote down",
            nothing,
            134,
            List.of(),
            Optional.of(Path.of("hs_err_pid1.log")),
            Cause.NATIVE_CRASH,
            Confidence.CERTAIN,
            "hs_err_pid1.log"),
        row(
            "heap OOM with -XX:+ExitOnOutOfMemoryError",
            nothing,
            3,
            List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space"),
            Optional.empty(),
            Cause.HEAP_OOM,
            Confidence.CERTAIN,
            "Java heap space"),
        row(
            "metaspace OOM",
            nothing,
            3,
            List.of("Terminating due to java.lang.OutOfMemoryError: Metaspace"),
            Optional.empty(),
            Cause.METASPACE_OOM,
            Confidence.CERTAIN,
            "metaspace"),
        row(
            "exit(3) of its own",
            leaving,
            3,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "System.exit(3)"),
        row(
            "a direct buffer that the child itself reported",
            facts -> facts.outOfMemory = new Report.OutOfMemory("direct buffers", "Cannot reserve"),
            3,
            Cause.DIRECT_OOM,
            Confidence.CERTAIN,
            "direct buffers"),
        row(
            "uncaught in main",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            1,
            Cause.EXCEPTION,
            Confidence.CERTAIN,
            "IllegalStateException"),
        row(
            "uncaught, but then another end",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            137,
            Cause.KILLED,
            Confidence.LIKELY,
            "did not send"),
        row(
            "a bad JVM flag",
            facts -> facts.stage = Stage.JVM,
            1,
            Cause.START_FAILED,
            Confidence.LIKELY,
            "JVM did not come up"),
        row(
            "a heap too small for a JVM, which it says on stdout",
            facts -> facts.stage = Stage.JVM,
            1,
            List.of("Error occurred during initialization of VM", "Too small maximum heap"),
            Optional.empty(),
            Cause.START_FAILED,
            Confidence.LIKELY,
            "Too small maximum heap"),
        row(
            "a module that was not granted",
            facts ->
                facts.failed = new Report.Failed(Stage.LAYER, "module app requires java.sql", true),
            1,
            Cause.START_FAILED,
            Confidence.CERTAIN,
            "java.sql"),
        row(
            "our stop",
            facts -> {
              facts.stopped = "of the test";
              facts.rung = Rung.TERMINATE;
            },
            143,
            Cause.STOPPED,
            Confidence.CERTAIN,
            "it ended on SIGTERM"),
        row(
            "our kill for a fault",
            facts -> {
              facts.fault = new Facts.Fault(Cause.HANG, "no heartbeat for 11 s");
              facts.rung = Rung.KILL;
            },
            137,
            Cause.HANG,
            Confidence.CERTAIN,
            "no heartbeat for 11 s, so it was killed"),
        row(
            "a person's SIGKILL through us",
            facts -> facts.operatorSignal = 9,
            137,
            Cause.KILLED_BY_OPERATOR,
            Confidence.CERTAIN,
            "SIGKILL"),
        row(
            "a person's harmless signal, then another end",
            facts -> facts.operatorSignal = 3,
            137,
            Cause.KILLED,
            Confidence.LIKELY,
            "did not send"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void verdict(
      Consumer<Facts> seen,
      int status,
      List<String> stdout,
      Optional<Path> crash,
      Cause cause,
      Confidence confidence,
      String words) {
    Facts facts = new Facts();
    facts.stage = Stage.READY;
    seen.accept(facts);

    Verdict verdict =
        Verdicts.of(facts, new Report.Ended(Exit.of(status), stdout, List.of(), crash));

    assertEquals(cause, verdict.cause());
    assertEquals(confidence, verdict.confidence());
    assertTrue(verdict.sentence().contains(words), verdict.sentence());
  }
}
