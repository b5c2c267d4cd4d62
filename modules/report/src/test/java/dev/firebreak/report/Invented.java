package dev.firebreak.report;

import dev.firebreak.api.Verdict;
import dev.firebreak.report.Findings.Doing;
import dev.firebreak.report.Findings.Happening;
import dev.firebreak.report.Findings.Lane;
import dev.firebreak.report.Findings.Mark;
import dev.firebreak.report.Findings.OfFault;
import dev.firebreak.report.Findings.OfHome;
import dev.firebreak.report.Findings.Siblings;
import dev.firebreak.report.Findings.Span;
import dev.firebreak.report.Findings.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Findings that nobody measured: for the page's tests, and shown nowhere else. */
final class Invented {
  private static final int TASKS = 8;

  private static final String[][] FAULTS = {
    // name, title, group, truth, right, failed, wrong in threads
    {"exception", "Exception", "exit", "", "8", "0", "0"},
    {"exit-42", "System.exit(42)", "exit", "EXIT_CODE", "2", "0", "0"},
    {"halt", "Runtime.halt", "exit", "HALT", "1", "0", "0"},
    {"heap-oom", "Heap full", "memory", "HEAP_OOM", "3", "5", "0"},
    {"metaspace-oom", "Metaspace full", "memory", "METASPACE_OOM", "4", "4", "0"},
    {"stack-overflow", "StackOverflowError", "memory", "", "8", "0", "0"},
    {"deadlock-virtual", "Deadlock of virtual threads", "stuck", "STALL", "6", "0", "0"},
    {"endless-loop", "Endless loop", "stuck", "OVERDUE", "8", "0", "0"},
    {"segv", "Native crash", "native", "NATIVE_CRASH", "0", "0", "0"},
    {"sigstop", "SIGSTOP", "signal", "HANG", "0", "0", "0"},
    {"static-state", "A shared cache overwritten", "state", "", "2", "1", "5"},
    {"locale", "Default locale and time zone", "state", "", "1", "0", "7"},
    {"half-frame", "Half a frame written", "protocol", "LINK_BROKEN", "-", "", ""},
    {"fork-bomb", "Fork bomb within a process limit", "process", "OVERDUE", "3", "3", "0"},
  };

  private Invented() {}

  static Findings findings() {
    return findings(TASKS);
  }

  static Findings findings(int tasks) {
    var faults = new ArrayList<OfFault>();
    for (String[] fault : FAULTS) {
      faults.add(fault(fault, tasks));
    }
    return with(faults);
  }

  static Findings with(List<OfFault> faults) {
    return new Findings(
        Findings.VERSION,
        Instant.parse("2026-01-02T03:04:05.678Z"),
        "firebreak lab --all --report out",
        new Findings.Machine("Linux 6.1 amd64", 2, 8L << 30, "25.0.3"),
        new Findings.Work("class files of this JDK", 27_045, TASKS),
        faults,
        List.of(
            price("one thread", 5_210, 5_400, 143, Optional.empty()),
            price("threads, cold", 2_830, 5_620, 168, Optional.of(9.0)),
            price("threads, warm", 2_420, 4_610, 168, Optional.empty()),
            price("processes, cold", 3_420, 6_900, 262, Optional.of(63.4)),
            price("processes, warm", 2_710, 5_100, 262, Optional.empty())));
  }

  /** One fault in one home whose texts are all these words. */
  static OfFault saying(String words) {
    var home =
        new OfHome(
            "processes",
            true,
            words,
            new Siblings(7, 1, 0, 0),
            Optional.of(1.0),
            Optional.of(1.0),
            Optional.of(1.0),
            Optional.of(1.0),
            Optional.empty(),
            Optional.empty(),
            List.of(words),
            Optional.of(new Told(Verdict.Cause.EXCEPTION, Verdict.Confidence.CERTAIN, words)),
            Optional.of(true),
            words,
            List.of(new Lane(words, List.of(new Span(0, 10, Doing.WORK, words)))),
            List.of(new Mark(1, Happening.FAULT, words, words)));
    return new OfFault(
        "evil", words, words, words, Optional.of(Verdict.Cause.EXCEPTION), List.of(home));
  }

  private static Findings.Price price(
      String way, double wall, double cpu, long mib, Optional<Double> start) {
    return new Findings.Price(way, wall, Optional.of(cpu), Optional.of(mib << 20), start);
  }

  private static OfFault fault(String[] fault, int tasks) {
    var truth =
        fault[3].isEmpty()
            ? Optional.<Verdict.Cause>empty()
            : Optional.of(Verdict.Cause.valueOf(fault[3]));
    return new OfFault(
        fault[0],
        fault[1],
        fault[2],
        "What a task does to itself and, where it can, to all others: " + fault[1] + ".",
        truth,
        List.of(processes(truth, tasks), threads(fault, truth, tasks)));
  }

  private static OfHome threads(String[] fault, Optional<Verdict.Cause> truth, int tasks) {
    if (fault[4].equals("-")) {
      return new OfHome(
          "threads",
          false,
          "threads have no frames between them",
          Siblings.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          "",
          List.of(),
          List.of());
    }
    int right = Integer.parseInt(fault[4]) * tasks / 8;
    int failed = Integer.parseInt(fault[5]) * tasks / 8;
    int wrong = Integer.parseInt(fault[6]) * tasks / 8;
    var siblings = new Siblings(right, failed, wrong, tasks - right - failed - wrong);
    boolean dies = siblings.unfinished() > 0;
    var lanes = new ArrayList<Lane>();
    for (int i = 1; i <= 3; i++) {
      var spans = new ArrayList<Span>();
      spans.add(new Span(0, 380 + 31 * i, Doing.WORK, "java.base"));
      spans.add(
          new Span(381 + 31 * i, 900 + 20 * i, i == 2 ? Doing.FAULT : Doing.WORK, "java.desktop"));
      if (dies) {
        spans.add(new Span(900 + 20 * i, 2_900, i == 2 ? Doing.STUCK : Doing.DOWN, ""));
      } else {
        spans.add(new Span(901 + 20 * i, 1_700 + 100 * i, Doing.WORK, "jdk.compiler"));
      }
      lanes.add(new Lane("thread-" + i, spans));
    }
    return new OfHome(
        "threads",
        true,
        "",
        siblings,
        Optional.of(431.0),
        Optional.of(1_830.0),
        Optional.of(402.0),
        Optional.of(611.0),
        dies ? Optional.empty() : Optional.of(0.4),
        dies ? Optional.empty() : Optional.of(0.9),
        List.of(),
        truth.map(cause ->
            new Told(
                Verdict.Cause.UNKNOWN,
                Verdict.Confidence.GUESS,
                "Nothing that was seen explains it.")),
        truth.map(_ -> false),
        dies ? "The JVM was ended by the lab when its time was over." : "",
        lanes,
        dies
            ? List.of(
                new Mark(443, Happening.FAULT, "thread-2", ""),
                new Mark(2_890, Happening.KILL, "", "by the lab"),
                new Mark(2_898, Happening.DEATH, "", ""))
            : List.of(
                new Mark(443, Happening.FAULT, "thread-2", ""),
                new Mark(443.4, Happening.NOTICED, "thread-2", ""),
                new Mark(443.9, Happening.BACK, "thread-2", "")));
  }

  private static OfHome processes(Optional<Verdict.Cause> truth, int tasks) {
    return new OfHome(
        "processes",
        true,
        "",
        new Siblings(tasks, 0, 0, 0),
        Optional.of(418.0),
        Optional.of(655.0),
        Optional.of(409.0),
        Optional.of(640.0),
        Optional.of(3.1),
        Optional.of(14.6),
        List.of("last-words.txt", "stderr.txt", "gc.log"),
        truth.map(cause ->
            new Told(
                cause,
                Verdict.Confidence.CERTAIN,
                "worker-2 ended after 431 ms in task 4: the JVM said so itself, and its last words agree.")),
        truth.map(_ -> true),
        "",
        List.of(
            new Lane(
                "worker-1",
                List.of(
                    new Span(0, 402, Doing.WORK, "java.base"),
                    new Span(403, 1_010, Doing.WORK, "java.desktop"),
                    new Span(1_011, 1_950, Doing.WORK, "jdk.localedata"))),
            new Lane(
                "worker-2",
                List.of(
                    new Span(0, 430, Doing.WORK, "java.xml"),
                    new Span(431, 441, Doing.FAULT, ""),
                    new Span(441, 452, Doing.DOWN, ""),
                    new Span(452, 456, Doing.START, ""),
                    new Span(457, 1_730, Doing.WORK, "jdk.compiler"))),
            new Lane(
                "worker-3",
                List.of(
                    new Span(3, 820, Doing.WORK, "jdk.jdeps"),
                    new Span(822, 1_800, Doing.WORK, "java.sql")))),
        List.of(
            new Mark(441, Happening.FAULT, "worker-2", ""),
            new Mark(441.8, Happening.DEATH, "worker-2", "exit 3"),
            new Mark(444.1, Happening.NOTICED, "worker-2", ""),
            new Mark(455.6, Happening.BACK, "worker-2", "a spare takes its place")));
  }
}
