package dev.firebreak.supervisor;

import dev.firebreak.api.Rung;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import dev.firebreak.link.LastWords.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Ends for want of memory, and those that we ourselves or a person caused. */
class OwnVerdictsTest extends VerdictTable {
  static Stream<Arguments> table() {
    return Stream.concat(memories(), ours());
  }

  static Stream<Arguments> memories() {
    List<String> heap = List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    return Stream.of(
        row(
            "heap OOM with -XX:+ExitOnOutOfMemoryError",
            VerdictTable::nothing,
            3,
            heap,
            Evidence.NONE,
            Cause.HEAP_OOM,
            Confidence.CERTAIN,
            "Java heap space"),
        row(
            "its line, but its hooks ran, which that flag does not do",
            VerdictTable::leaving,
            3,
            heap,
            left("exit"),
            Cause.HEAP_OOM,
            Confidence.LIKELY,
            "Java heap space"),
        row(
            "metaspace OOM",
            VerdictTable::nothing,
            3,
            List.of("Terminating due to java.lang.OutOfMemoryError: Metaspace"),
            Evidence.NONE,
            Cause.METASPACE_OOM,
            Confidence.CERTAIN,
            "metaspace"),
        row(
            "exit(3) of its own",
            VerdictTable::leaving,
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
            VerdictTable::nothing,
            3,
            box(
                new LastWords.Mark(
                    1, Kind.OUT_OF_MEMORY, "THREADS unable to create native thread: possibly")),
            Cause.THREADS_OOM,
            Confidence.CERTAIN,
            "threads"),
        row(
            "-XX:+CrashOnOutOfMemoryError",
            VerdictTable::nothing,
            134,
            crash("fatal error: OutOfMemory encountered: Java heap space", ""),
            Cause.HEAP_OOM,
            Confidence.CERTAIN,
            "Java heap space"),
        row(
            "the JVM itself got no memory",
            VerdictTable::nothing,
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
}
