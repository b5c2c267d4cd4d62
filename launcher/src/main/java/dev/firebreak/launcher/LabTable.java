package dev.firebreak.launcher;

import dev.firebreak.api.Verdict;
import dev.firebreak.report.Findings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lab's findings as a table that is understood in seconds, and sentences that sum it up. */
final class LabTable {
  private static final String NONE = "-";

  private final Findings findings;
  private final Ink ink;

  LabTable(Findings findings, Ink ink) {
    this.findings = findings;
    this.ink = ink;
  }

  void print(PrintStream out) {
    out.println();
    faults().print(out);
    out.println();
    sum().forEach(out::println);
    if (!findings.price().isEmpty()) {
      out.println();
      price().print(out);
    }
  }

  private Table faults() {
    Table table = new Table();
    table.row("", "SIBLINGS LOST", "", "NOTICED AFTER", "", "WENT ON AFTER", "", "");
    table.row(
        "FAULT", "processes", "threads", "processes", "threads", "processes", "threads", "VERDICT");
    for (Findings.OfFault fault : findings.faults()) {
      Findings.OfHome processes = fault.homes().get(0);
      Findings.OfHome threads = fault.homes().get(1);
      table.row(
          ink.strong(fault.name()),
          lost(processes),
          lost(threads),
          noticed(processes),
          noticed(threads),
          wentOn(processes),
          wentOn(threads),
          verdict(fault, processes));
    }
    return table;
  }

  private String lost(Findings.OfHome home) {
    if (!home.ran()) {
      return NONE;
    }
    Findings.Siblings siblings = home.siblings();
    String text = "%d of %d".formatted(siblings.lost(), siblings.all());
    if (siblings.wrong() > 0) {
      text += ", wrong";
    }
    return siblings.lost() == 0 ? ink.good(text) : ink.bad(text);
  }

  private static String noticed(Findings.OfHome home) {
    boolean well = home.verdict().filter(it -> it.cause() == Verdict.Cause.NORMAL).isPresent();
    return home.noticedMs().map(LabTable::time).orElse(home.ran() && !well ? "never" : NONE);
  }

  private static String wentOn(Findings.OfHome home) {
    boolean harmed = home.ran() && home.noticedMs().isPresent();
    return home.continuedMs().map(LabTable::time).orElse(harmed ? "never" : NONE);
  }

  private String verdict(Findings.OfFault fault, Findings.OfHome home) {
    Optional<Findings.Told> told = home.verdict();
    if (told.isEmpty()) {
      return NONE;
    }
    String text = words(told.get().cause());
    return home.verdictRight().orElse(true)
        ? text
        : ink.bad(
            text + ", but it was " + fault.truth().map(LabTable::words).orElse("something else"));
  }

  /** A cause as people say it. */
  static String words(Verdict.Cause cause) {
    return switch (cause) {
      case NORMAL -> "ended well";
      case THREADS_OOM -> "no more threads";
      case HEAP_OOM, METASPACE_OOM -> lower(cause).replace("oom", "full");
      case DIRECT_OOM -> "direct buffers full";
      case OTHER_OOM, KERNEL_OOM -> lower(cause).replace("oom", "out of memory");
      case HANG -> "frozen";
      default -> lower(cause);
    };
  }

  private static String lower(Verdict.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How siblings were lost. */
  static String kinds(Findings.Siblings siblings) {
    List<String> kinds = new ArrayList<>();
    add(kinds, siblings.failed(), "failed");
    add(kinds, siblings.wrong(), "gave a wrong answer");
    add(kinds, siblings.unfinished(), "never finished");
    return String.join(", ", kinds);
  }

  private static void add(List<String> kinds, int count, String how) {
    if (count > 0) {
      kinds.add(count + " " + how);
    }
  }

  private List<String> sum() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Processes lost %s siblings, threads %s. The work: %,d %s in %d tasks, each answer compared with a plain run."
            .formatted(
                ink.strong(share(0)),
                ink.strong(share(1)),
                findings.work().units(),
                findings.work().what(),
                findings.work().tasks()));
    String alike =
        findings.faults().stream()
            .filter(
                fault -> homes(fault).allMatch(home -> home.ran() && home.siblings().lost() == 0))
            .map(Findings.OfFault::name)
            .collect(Collectors.joining(", "));
    if (!alike.isEmpty()) {
      lines.add(
          "Threads lost nothing either with " + alike + ": there they are as good, and cheaper.");
    }
    long judged = verdicts().count();
    lines.add(
        "Verdicts on processes: %d of %d right."
            .formatted(verdicts().filter(it -> it).count(), judged));
    trouble().forEach(trouble -> lines.add(ink.bad(trouble)));
    return lines;
  }

  private static Stream<Findings.OfHome> homes(Findings.OfFault fault) {
    return fault.homes().stream();
  }

  private Stream<Boolean> verdicts() {
    return findings.faults().stream()
        .flatMap(fault -> fault.homes().getFirst().verdictRight().stream());
  }

  private String share(int home) {
    List<Findings.Siblings> all =
        findings.faults().stream()
            .map(fault -> fault.homes().get(home))
            .filter(Findings.OfHome::ran)
            .map(Findings.OfHome::siblings)
            .toList();
    return "%d of %d"
        .formatted(
            all.stream().mapToInt(Findings.Siblings::lost).sum(),
            all.stream().mapToInt(Findings.Siblings::all).sum());
  }

  /** Whether what Firebreak promises was kept. */
  boolean asPromised() {
    return trouble().isEmpty();
  }

  private List<String> trouble() {
    List<String> lines = new ArrayList<>();
    for (Findings.OfFault fault : findings.faults()) {
      Findings.OfHome home = fault.homes().getFirst();
      if (home.siblings().lost() > 0) {
        lines.add(
            "%s: processes lost siblings (%s), which must not be: a fault of Firebreak, or of this machine"
                .formatted(fault.name(), kinds(home.siblings())));
      }
      boolean sure =
          home.verdict().filter(it -> it.confidence() == Verdict.Confidence.CERTAIN).isPresent();
      if (sure && !home.verdictRight().orElse(true)) {
        lines.add(
            "%s: the verdict calls itself certain, and is wrong: %s"
                .formatted(fault.name(), home.verdict().get().sentence()));
      }
    }
    return lines;
  }

  private Table price() {
    Table table = new Table();
    table.row("WITHOUT A FAULT", "WALL", "", "CPU", "", "MEMORY", "", "FIRST WORKER READY");
    Findings.Price one = findings.price().getFirst();
    for (Findings.Price way : findings.price()) {
      table.row(
          way.way(),
          time(way.wallMs()),
          times(way.wallMs(), one.wallMs()),
          way.cpuMs().map(LabTable::time).orElse(NONE),
          ratio(way.cpuMs(), one.cpuMs()),
          way.memoryBytes().map(bytes -> (bytes >> 20) + " MiB").orElse(NONE),
          ratio(way.memoryBytes().map(Long::doubleValue), one.memoryBytes().map(Long::doubleValue)),
          way.startMs().map(LabTable::time).orElse(NONE));
    }
    return table;
  }

  private static String ratio(Optional<Double> value, Optional<Double> of) {
    return value.isPresent() && of.isPresent() ? times(value.get(), of.get()) : "";
  }

  private static String times(double value, double of) {
    return of == 0 ? "" : String.format(Locale.ROOT, "x %.2f", value / of);
  }

  private static String time(double millis) {
    return millis < 9.95
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis < 9_950
            ? String.format(Locale.ROOT, "%.0f ms", millis)
            : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
