package dev.firebreak.report;

import dev.firebreak.api.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One fault as the page shows it.
 *
 * @param id where a link to it leads
 */
record FaultView(String id, String name, String title, String story, String truth, List<Run> runs) {
  /** Beyond this many siblings a glyph each is no picture any more. */
  private static final int MOST_GLYPHS = 16;

  /** Slower than without a fault by this much is worth a word at once. */
  private static final double SLOWER = 4;

  /**
   * One fault in one home.
   *
   * @param outcome the siblings in words, such as {@code 3 right, 5 failed}
   * @param glyphs one for each sibling, in the order right, failed, wrong, unfinished
   * @param fault and {@code run}: its place in the JSON
   */
  record Run(
      int fault,
      int run,
      String home,
      boolean ran,
      String reason,
      boolean bad,
      String outcome,
      String slower,
      List<Glyph> glyphs,
      int glyphsWidth,
      List<Figure> figures,
      boolean timeline,
      List<Moment> moments,
      String cause,
      String confidence,
      String sentence,
      String judged,
      boolean judgedRight,
      List<String> evidence,
      String note,
      Cells cells) {}

  /** A symbol of the picture at its place. */
  record Glyph(String symbol, int x) {}

  /** A name and a number. */
  record Figure(String name, String value, String beside) {}

  /** A mark of the timeline in words. */
  record Moment(String symbol, String at, String says) {}

  /** The same run as a line of the table of all figures. */
  record Cells(
      int right,
      int failed,
      int wrong,
      int unfinished,
      String p50,
      String p50Base,
      String p99,
      String p99Base,
      String noticed,
      String continued) {}

  /** {@code index}: which it is in the JSON. */
  static FaultView of(Findings.OfFault fault, int index) {
    var runs =
        IntStream.range(0, fault.homes().size())
            .boxed()
            .sorted(Comparator.comparingInt(run -> rank(fault.homes().get(run).home())))
            .map(run -> run(fault, index, run))
            .toList();
    String name = Words.told(fault.name());
    return new FaultView(
        "fault-" + name.replaceAll("[^A-Za-z0-9-]", "-"),
        name,
        Words.told(fault.title()),
        Words.told(fault.story()),
        fault.truth().map(Words::constant).orElse("none, as no process ends"),
        runs);
  }

  static int rank(String home) {
    return switch (home) {
      case "threads" -> 0;
      case "processes" -> 1;
      default -> 2;
    };
  }

  private static Run run(Findings.OfFault fault, int index, int run) {
    var home = fault.homes().get(run);
    var siblings = home.siblings();
    var glyphs = glyphs(siblings);
    return new Run(
        index,
        run,
        Words.told(home.home()),
        home.ran(),
        home.reason().isBlank() ? "no reason is given" : Words.told(home.reason()),
        siblings.lost() > 0,
        outcome(siblings),
        slower(home),
        glyphs,
        glyphs.size() * 16,
        figures(home),
        !home.lanes().isEmpty(),
        moments(home),
        home.verdict().map(told -> Words.constant(told.cause())).orElse(""),
        home.verdict().map(told -> Words.constant(told.confidence())).orElse(""),
        home.verdict().map(told -> Words.told(told.sentence())).orElse(""),
        home.verdictRight()
            .map(right ->
                right
                    ? "right"
                    : fault
                        .truth()
                        .map(cause -> "wrong: it was " + Words.constant(cause))
                        .orElse("wrong"))
            .orElse(""),
        home.verdictRight().orElse(false),
        home.evidence().stream().map(Words::told).toList(),
        Words.told(home.note()),
        new Cells(
            siblings.right(),
            siblings.failed(),
            siblings.wrong(),
            siblings.unfinished(),
            Words.millis(home.p50Ms()),
            Words.millis(home.p50BaseMs()),
            Words.millis(home.p99Ms()),
            Words.millis(home.p99BaseMs()),
            Words.millis(home.noticedMs()),
            Words.millis(home.continuedMs())));
  }

  private static String outcome(Findings.Siblings siblings) {
    if (siblings.all() == 0) {
      return "no other task";
    }
    if (siblings.lost() == 0) {
      return "all " + siblings.all() + " right";
    }
    var parts = new ArrayList<String>();
    parts.add(siblings.right() == 0 ? "none right" : siblings.right() + " right");
    if (siblings.failed() > 0) {
      parts.add(siblings.failed() + " failed");
    }
    if (siblings.wrong() > 0) {
      parts.add(siblings.wrong() + " wrong");
    }
    if (siblings.unfinished() > 0) {
      parts.add(siblings.unfinished() + " unfinished");
    }
    return String.join(", ", parts);
  }

  private static String slower(Findings.OfHome home) {
    return home.p50Ms()
        .flatMap(now -> home.p50BaseMs().filter(base -> base > 0).map(base -> now / base))
        .filter(factor -> factor >= SLOWER)
        .map(factor -> Words.times(factor, 1) + " slower")
        .orElse("");
  }

  private static List<Glyph> glyphs(Findings.Siblings siblings) {
    int all = siblings.all();
    int shown = Math.min(all, MOST_GLYPHS);
    var glyphs = new ArrayList<Glyph>();
    int[] counts = {siblings.right(), siblings.failed(), siblings.wrong(), siblings.unfinished()};
    String[] symbols = {"right", "failed", "wrong", "unfinished"};
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      before += counts[i];
      // Each part ends where its share of the row ends; one that exists has a glyph where it can.
      long end = all == 0 ? 0 : Math.round((double) before * shown / all);
      if (counts[i] > 0 && end == glyphs.size() && end < shown) {
        end++;
      }
      while (glyphs.size() < end) {
        glyphs.add(new Glyph(symbols[i], glyphs.size() * 16));
      }
    }
    return List.copyOf(glyphs);
  }

  private static List<Figure> figures(Findings.OfHome home) {
    return List.of(
        new Figure("Noticed after", after(home, home.noticedMs()), ""),
        new Figure("Work went on after", after(home, home.continuedMs()), ""),
        new Figure("A sibling’s time, p50", Words.millis(home.p50Ms()), beside(home.p50BaseMs())),
        new Figure("A sibling’s time, p99", Words.millis(home.p99Ms()), beside(home.p99BaseMs())));
  }

  /** Where all ended well there was nothing to notice. */
  private static String after(Findings.OfHome home, Optional<Double> ms) {
    boolean well =
        home.siblings().lost() == 0
            && home.verdict().map(told -> told.cause() == Verdict.Cause.NORMAL).orElse(true);
    return ms.map(Words::millis).orElse(well ? "nothing to notice" : "never");
  }

  private static String beside(Optional<Double> base) {
    return base.map(ms -> Words.millis(ms) + " without a fault").orElse("");
  }

  /** The fault's own time counts from the run's begin, all others from the fault. */
  private static List<Moment> moments(Findings.OfHome home) {
    var fault =
        home.marks().stream()
            .filter(mark -> mark.kind() == Findings.Happening.FAULT)
            .min(Comparator.comparingDouble(Findings.Mark::ms));
    return home.marks().stream()
        .sorted(Comparator.comparingDouble(Findings.Mark::ms))
        .map(mark ->
            new Moment(
                mark.kind().name().toLowerCase(Locale.ROOT),
                fault
                    .filter(begin -> !begin.equals(mark))
                    .map(begin -> "+" + Words.millis(mark.ms() - begin.ms()))
                    .orElse("at " + Words.millis(mark.ms())),
                says(mark)))
        .toList();
  }

  private static String says(Findings.Mark mark) {
    String what =
        switch (mark.kind()) {
          case FAULT -> "the fault";
          case NOTICED -> "noticed";
          case KILL -> "kill sent";
          case DEATH -> "a JVM has ended";
          case BACK -> "takes work again";
        };
    return what
        + (mark.lane().isEmpty() ? "" : ", " + Words.told(mark.lane()))
        + (mark.label().isEmpty() ? "" : ": " + Words.told(mark.label()));
  }
}
