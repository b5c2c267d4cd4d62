package dev.firebreak.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What all faults together did in one home.
 *
 * @param ran how many faults were run there
 * @param hurt how many of them left a sibling without a right answer
 * @param siblings what became of all of them
 * @param judged how many verdicts could be held against the truth
 * @param right how many of them are the truth
 */
record Damage(String home, int ran, int hurt, Findings.Siblings siblings, long judged, long right) {
  static Damage of(String home, Findings findings) {
    List<Findings.OfHome> runs =
        findings.faults().stream()
            .flatMap(fault -> fault.homes().stream())
            .filter(run -> run.home().equals(home) && run.ran())
            .toList();
    return new Damage(
        home,
        runs.size(),
        (int) runs.stream().filter(run -> run.siblings().lost() > 0).count(),
        new Findings.Siblings(
            sum(runs, Findings.Siblings::right),
            sum(runs, Findings.Siblings::failed),
            sum(runs, Findings.Siblings::wrong),
            sum(runs, Findings.Siblings::unfinished)),
        runs.stream().filter(run -> run.verdictRight().isPresent()).count(),
        runs.stream().filter(run -> run.verdictRight().orElse(false)).count());
  }

  View.Home view() {
    return new View.Home(
        Words.told(home),
        Words.number(hurt),
        Words.number(ran),
        siblings.lost() == 0
            ? "All " + Words.number(siblings.all()) + " other tasks were right."
            : Words.number(siblings.lost())
                + " of "
                + Words.number(siblings.all())
                + " other tasks have no right answer.",
        judged == 0
            ? ""
            : "Verdicts: " + Words.number(right) + " of " + Words.number(judged) + " right.",
        hurt > 0,
        shares());
  }

  private List<View.Share> shares() {
    var shares = new ArrayList<View.Share>();
    double from = 0;
    from = share(shares, "right", from, siblings.right());
    from = share(shares, "failed", from, siblings.failed());
    from = share(shares, "wrong", from, siblings.wrong());
    share(shares, "unfinished", from, siblings.unfinished());
    return shares;
  }

  private double share(List<View.Share> shares, String symbol, double from, int part) {
    if (part == 0) {
      return from;
    }
    double width = 100.0 * part / siblings.all();
    shares.add(new View.Share(symbol, Words.format("%.2f", from), Words.format("%.2f", width)));
    return from + width;
  }

  private static int sum(List<Findings.OfHome> runs, ToLongFunction<Findings.Siblings> part) {
    return (int) runs.stream().map(Findings.OfHome::siblings).mapToLong(part).sum();
  }
}
