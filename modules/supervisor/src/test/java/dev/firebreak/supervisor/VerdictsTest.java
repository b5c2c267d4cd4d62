package dev.firebreak.supervisor;

import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import dev.firebreak.link.LastWords.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Ends by status and by signal. */
class VerdictsTest extends VerdictTable {
  static Stream<Arguments> table() {
    return Stream.concat(ends(), signals());
  }

  /** Who began the end decides what a status means. */
  static Stream<Arguments> ends() {
    Evidence exit = left("exit at a.B.c(B.java:7)");
    return Stream.of(
        row("it returned", VerdictTable::nothing, 0, Cause.NORMAL, Confidence.CERTAIN, "ended"),
        row(
            "System.exit(42)",
            VerdictTable::leaving,
            42,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "System.exit(42) at a.B.c(B.java:7)"),
        row(
            "System.exit(42) of which only the frame was heard",
            VerdictTable::leaving,
            42,
            Cause.EXIT_CODE,
            Confidence.LIKELY,
            "exit(42)"),
        row(
            "System.exit(42) of which only the box tells",
            VerdictTable::nothing,
            42,
            left("exit"),
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "exit(42)"),
        row(
            "SIGTERM, and a hook that halts with a status of its own",
            VerdictTable::leaving,
            7,
            left("SIGTERM"),
            Cause.TERMINATED,
            Confidence.LIKELY,
            "status 7"),
        row(
            "Runtime.halt(42) with a box in use",
            VerdictTable::nothing,
            42,
            box(),
            Cause.HALT,
            Confidence.CERTAIN,
            "halt"),
        row("Runtime.halt(42)", VerdictTable::nothing, 42, Cause.HALT, Confidence.LIKELY, "halt"),
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
            VerdictTable::nothing,
            117,
            box(new LastWords.Mark(1, Kind.LINK_LOST, "")),
            Cause.LINK_BROKEN,
            Confidence.CERTAIN,
            "link"),
        row(
            "exit(117)",
            VerdictTable::leaving,
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
        row("SIGKILL", VerdictTable::nothing, 137, Cause.KILLED, Confidence.LIKELY, "did not send"),
        row(
            "SIGKILL while the kernel killed nothing",
            VerdictTable::nothing,
            137,
            kills(0, 0),
            Cause.KILLED,
            Confidence.LIKELY,
            "killed nothing"),
        row(
            "SIGKILL while the kernel killed in our control group",
            VerdictTable::nothing,
            137,
            kills(1, 1),
            Cause.KERNEL_OOM,
            Confidence.LIKELY,
            "a process of this control group"),
        row(
            "SIGKILL while the kernel killed somewhere",
            VerdictTable::nothing,
            137,
            kills(-1, 2),
            Cause.KERNEL_OOM,
            Confidence.GUESS,
            "2 processes"),
        row(
            "SIGKILL while the kernel killed in another control group alone",
            VerdictTable::nothing,
            137,
            kills(0, 2),
            Cause.KILLED,
            Confidence.LIKELY,
            "killed nothing of this control group"),
        row(
            "SIGKILL, and the kernel's log names it",
            VerdictTable::leaving,
            137,
            kills(new Evidence.KernelKills(1, 1, "Memory cgroup out of memory: it", List.of())),
            Cause.KERNEL_OOM,
            Confidence.CERTAIN,
            "its control group was at its limit"),
        row(
            "SIGKILL, and the kernel's log names it, of a whole machine",
            VerdictTable::nothing,
            137,
            kills(new Evidence.KernelKills(-1, 1, "Out of memory: it", List.of())),
            Cause.KERNEL_OOM,
            Confidence.CERTAIN,
            "the machine had no memory left"),
        row(
            "SIGKILL, while the kernel's log names a neighbour of its group",
            VerdictTable::nothing,
            137,
            kills(new Evidence.KernelKills(1, 1, "", List.of(4L))),
            Cause.KILLED,
            Confidence.LIKELY,
            "were others"),
        row(
            "System.exit(137) looks the same but for its hooks",
            VerdictTable::leaving,
            137,
            exit,
            Cause.EXIT_CODE,
            Confidence.LIKELY,
            "System.exit(137)"),
        row(
            "SIGTERM with a hanging hook, then SIGKILL",
            VerdictTable::leaving,
            137,
            left("SIGTERM"),
            Cause.KILLED,
            Confidence.LIKELY,
            "took too long"),
        row(
            "SIGTERM",
            VerdictTable::leaving,
            143,
            left("SIGTERM"),
            Cause.TERMINATED,
            Confidence.CERTAIN,
            "SIGTERM"),
        row(
            "SIGTERM without a box",
            VerdictTable::leaving,
            143,
            Cause.TERMINATED,
            Confidence.LIKELY,
            "SIGTERM"),
        row(
            "System.exit(143)",
            VerdictTable::leaving,
            143,
            exit,
            Cause.EXIT_CODE,
            Confidence.CERTAIN,
            "143"),
        row(
            "SIGINT",
            VerdictTable::leaving,
            130,
            left("SIGINT"),
            Cause.SIGNALLED,
            Confidence.CERTAIN,
            "SIGINT"),
        row("SIGABRT", VerdictTable::nothing, 134, Cause.SIGNALLED, Confidence.LIKELY, "SIGABRT"),
        row(
            "SIGSEGV",
            VerdictTable::nothing,
            139,
            Cause.NATIVE_CRASH,
            Confidence.LIKELY,
            "crashed"),
        row(
            "a crash that the JVM wrote down",
            VerdictTable::nothing,
            134,
            crash("SIGSEGV (0xb)", "C  [libz.so+0x10]"),
            Cause.NATIVE_CRASH,
            Confidence.CERTAIN,
            "code at C  [libz.so+0x10] crashed with SIGSEGV (0xb), in thread main"),
        row(
            "a SIGSEGV that somebody sent",
            VerdictTable::nothing,
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
}
