package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
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
      Evidence found,
      Cause cause,
      Confidence confidence,
      String words) {
    return Arguments.of(Named.of(what, facts), status, stdout, found, cause, confidence, words);
  }

  private static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      Evidence found,
      Cause cause,
      Confidence confidence,
      String words) {
    return row(what, facts, status, List.of(), found, cause, confidence, words);
  }

  private static Arguments row(
      String what,
      Consumer<Facts> facts,
      int status,
      Cause cause,
      Confidence confidence,
      String words) {
    return row(what, facts, status, List.of(), Evidence.NONE, cause, confidence, words);
  }

  private static void nothing(Facts facts) {}

  private static void leaving(Facts facts) {
    facts.leaving = true;
  }

  /** A box that was in use, with such marks in it. */
  private static Evidence box(LastWords.Mark... marks) {
    LastWords.Now now = new LastWords.Now(1, LastWords.Phase.READY, 9 << 20, 1, 64 << 20, 0, "");
    LastWords words = new LastWords(-1, Optional.of(now), Optional.empty(), List.of(marks), 0);
    return new Evidence(Optional.empty(), Optional.of(words), Optional.empty());
  }

  private static Evidence left(String why) {
    return box(new LastWords.Mark(1, Kind.LEAVING, why));
  }

  private static Evidence crash(String reason, String frame) {
    Evidence.Crash crash = new Evidence.Crash(Path.of("hs_err_1.log"), reason, frame, "main");
    return new Evidence(Optional.of(crash), Optional.empty(), Optional.empty());
  }

  private static Evidence kills(long group, long machine) {
    return new Evidence(
        Optional.empty(), Optional.empty(), Optional.of(new Evidence.KernelKills(group, machine)));
  }

  private static Consumer<Facts> sent(int signal) {
    return facts -> facts.operatorSignal = signal;
  }

  static Stream<Arguments> table() {
    return Stream.concat(Stream.concat(ends(), signals()), Stream.concat(memories(), ours()));
  }

  /** Who began the end decides what a status means. */
  static Stream<Arguments> ends() {
    Evidence exit = left("exit at a.B.c(B.java:7)");
    return Stream.of(
        row("it returned", VerdictsTest::nothing, 0, Cause.NORMAL, Confidence.CERTAIN, "ended"),
        row(
            "System.exit(42)",
            VerdictsTest::leaving,
            42,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "System.exit(42) at a.B.c(B.java:7)"),
        row(
            "System.exit(42) of which only the frame was heard",
            VerdictsTest::leaving,
            42,
            Cause.EXIT_CODE,
            Confidence.LIKELY,
            "exit(42)"),
        row(
            "System.exit(42) of which only the box tells",
            VerdictsTest::nothing,
            42,
            left("exit"),
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "exit(42)"),
        row(
            "SIGTERM, and a hook that halts with a status of its own",
            VerdictsTest::leaving,
            7,
            left("SIGTERM"),
            Cause.TERMINATED,
            Confidence.LIKELY,
            "status 7"),
        row(
            "Runtime.halt(42) with a box in use",
            VerdictsTest::nothing,
            42,
            box(),
            Cause.HALT,
            Confidence.CERTAIN,
            "halt"),
        row("Runtime.halt(42)", VerdictsTest::nothing, 42, Cause.HALT, Confidence.LIKELY, "halt"),
        row(
            "uncaught in main",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            1,
            left("returned"),
            Cause.EXCEPTION,
            Confidence.CERTAIN,
            "IllegalStateException"),
        row(
            "uncaught in main, without a box",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            1,
            Cause.EXCEPTION,
            Confidence.LIKELY,
            "IllegalStateException"),
        row(
            "uncaught in main, and later System.exit(1) by another thread",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            1,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "System.exit(1)"),
        row(
            "it took the end of its link for our death",
            VerdictsTest::nothing,
            117,
            box(new LastWords.Mark(1, Kind.LINK_LOST, "")),
            Cause.LINK_BROKEN,
            Confidence.CERTAIN,
            "link"),
        row(
            "exit(117)",
            VerdictsTest::leaving,
            117,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "117"),
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
            Evidence.NONE,
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
            "java.sql"));
  }

  static Stream<Arguments> signals() {
    Evidence exit = left("exit at a.B.c(B.java:7)");
    return Stream.of(
        row("SIGKILL", VerdictsTest::nothing, 137, Cause.KILLED, Confidence.LIKELY, "did not send"),
        row(
            "SIGKILL while the kernel killed nothing",
            VerdictsTest::nothing,
            137,
            kills(0, 0),
            Cause.KILLED,
            Confidence.LIKELY,
            "killed nothing"),
        row(
            "SIGKILL while the kernel killed in our control group",
            VerdictsTest::nothing,
            137,
            kills(1, 1),
            Cause.KERNEL_OOM,
            Confidence.LIKELY,
            "a process of this control group"),
        row(
            "SIGKILL while the kernel killed somewhere",
            VerdictsTest::nothing,
            137,
            kills(-1, 2),
            Cause.KERNEL_OOM,
            Confidence.GUESS,
            "2 processes"),
        row(
            "System.exit(137) looks the same but for its hooks",
            VerdictsTest::leaving,
            137,
            exit,
            Cause.EXIT_CODE,
            Confidence.LIKELY,
            "System.exit(137)"),
        row(
            "SIGTERM with a hanging hook, then SIGKILL",
            VerdictsTest::leaving,
            137,
            left("SIGTERM"),
            Cause.KILLED,
            Confidence.LIKELY,
            "took too long"),
        row(
            "SIGTERM",
            VerdictsTest::leaving,
            143,
            left("SIGTERM"),
            Cause.TERMINATED,
            Confidence.CERTAIN,
            "SIGTERM"),
        row(
            "SIGTERM without a box",
            VerdictsTest::leaving,
            143,
            Cause.TERMINATED,
            Confidence.LIKELY,
            "SIGTERM"),
        row(
            "System.exit(143)",
            VerdictsTest::leaving,
            143,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "143"),
        row(
            "SIGINT",
            VerdictsTest::leaving,
            130,
            left("SIGINT"),
            Cause.SIGNALLED,
            Confidence.CERTAIN,
            "SIGINT"),
        row("SIGABRT", VerdictsTest::nothing, 134, Cause.SIGNALLED, Confidence.LIKELY, "SIGABRT"),
        row(
            "SIGSEGV",
            VerdictsTest::nothing,
            139,
            Cause.NATIVE_CRASH,
            Confidence.LIKELY,
            "crashed"),
        row(
            "a crash that the JVM wrote down",
            VerdictsTest::nothing,
            134,
            crash("SIGSEGV (0xb)", "C  [libz.so+0x10]"),
            Cause.NATIVE_CRASH,
            Confidence.CERTAIN,
            "code at C  [libz.so+0x10] crashed with SIGSEGV (0xb), in thread main"),
        row(
            "a SIGSEGV that somebody sent",
            VerdictsTest::nothing,
            134,
            crash("SIGSEGV (0xb) sent by process 4711", "C  [libc.so.6+0x10]"),
            Cause.NATIVE_CRASH,
            Confidence.LIKELY,
            "sent by process 4711, not by its own code"),
        row(
            "uncaught, but then another end",
            facts -> facts.threw = new Report.Threw("java.lang.IllegalStateException: no"),
            137,
            Cause.KILLED,
            Confidence.LIKELY,
            "did not send"));
  }

  static Stream<Arguments> memories() {
    List<String> heap = List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    return Stream.of(
        row(
            "heap OOM with -XX:+ExitOnOutOfMemoryError",
            VerdictsTest::nothing,
            3,
            heap,
            Evidence.NONE,
            Cause.HEAP_OOM,
            Confidence.CERTAIN,
            "Java heap space"),
        row(
            "its line, but its hooks ran, which that flag does not do",
            VerdictsTest::leaving,
            3,
            heap,
            left("exit"),
            Cause.HEAP_OOM,
            Confidence.LIKELY,
            "Java heap space"),
        row(
            "metaspace OOM",
            VerdictsTest::nothing,
            3,
            List.of("Terminating due to java.lang.OutOfMemoryError: Metaspace"),
            Evidence.NONE,
            Cause.METASPACE_OOM,
            Confidence.CERTAIN,
            "metaspace"),
        row(
            "exit(3) of its own",
            VerdictsTest::leaving,
            3,
            left("exit at a.B.c(B.java:7)"),
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
            "the same, but it was killed before it had halted",
            facts -> facts.outOfMemory = new Report.OutOfMemory("direct buffers", "Cannot reserve"),
            137,
            Cause.DIRECT_OOM,
            Confidence.LIKELY,
            "direct buffers"),
        row(
            "no more threads, of which only the box tells",
            VerdictsTest::nothing,
            3,
            box(
                new LastWords.Mark(
                    1, Kind.OUT_OF_MEMORY, "THREADS unable to create native thread: possibly")),
            Cause.THREADS_OOM,
            Confidence.CERTAIN,
            "threads"),
        row(
            "-XX:+CrashOnOutOfMemoryError",
            VerdictsTest::nothing,
            134,
            crash("fatal error: OutOfMemory encountered: Java heap space", ""),
            Cause.HEAP_OOM,
            Confidence.CERTAIN,
            "Java heap space"),
        row(
            "the JVM itself got no memory",
            VerdictsTest::nothing,
            134,
            crash("There is insufficient memory for the Java Runtime Environment", ""),
            Cause.OTHER_OOM,
            Confidence.CERTAIN,
            "the system had no memory left"));
  }

  static Stream<Arguments> ours() {
    return Stream.of(
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
            sent(9),
            137,
            Cause.KILLED_BY_OPERATOR,
            Confidence.CERTAIN,
            "SIGKILL"),
        row(
            "a person's harmless signal, then another end",
            sent(3),
            137,
            Cause.KILLED,
            Confidence.LIKELY,
            "did not send"),
        row(
            "a person's harmless signal, and much later an exit",
            sent(3),
            42,
            left("exit"),
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "exit(42)"),
        row(
            "a person's SIGTERM, and a hook that halts",
            sent(15),
            5,
            left("SIGTERM"),
            Cause.KILLED_BY_OPERATOR,
            Confidence.CERTAIN,
            "SIGTERM"),
        row(
            "a person's SIGTERM came behind System.exit(143)",
            sent(15),
            143,
            left("exit"),
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "exit(143)"),
        row(
            "a person's SIGSEGV",
            sent(11),
            134,
            crash("SIGSEGV (0xb)", ""),
            Cause.KILLED_BY_OPERATOR,
            Confidence.CERTAIN,
            "SIGSEGV"),
        row(
            "it ended by itself before our kill came",
            facts -> {
              facts.fault = new Facts.Fault(Cause.HANG, "no heartbeat for 11 s");
              facts.rung = Rung.KILL;
            },
            42,
            left("exit"),
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "exit(42)"),
        row(
            "it sent garbage and ended before our kill came",
            facts -> {
              facts.fault = new Facts.Fault(Cause.LINK_BROKEN, "it sent what is no frame");
              facts.rung = Rung.KILL;
            },
            42,
            left("exit"),
            Cause.LINK_BROKEN,
            Confidence.LIKELY,
            "no frame"));
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
