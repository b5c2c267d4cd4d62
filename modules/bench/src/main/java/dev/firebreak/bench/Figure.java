package dev.firebreak.bench;

import java.util.Optional;

/**
 * One line of the result: what we need, beside what somebody else needs for the same in the same
 * run.
 *
 * @param row the row that it belongs to
 * @param what was measured
 * @param unit of both samples
 * @param ours Firebreak's
 * @param beside what the reference is; empty if there is none
 * @param reference measured in turn with ours
 * @param goal what it is held against
 * @param flags the JVM flags of the children
 * @param note for people: stages, percentiles; may be empty
 */
record Figure(
    String row,
    String what,
    String unit,
    Sample ours,
    String beside,
    Optional<Sample> reference,
    Goal goal,
    String flags,
    String note) {

  /** A figure with a reference. */
  static Figure against(
      String row, String what, String unit, Sample ours, String beside, Sample reference) {
    return new Figure(
        row, what, unit, ours, beside, Optional.of(reference), new Goal.None(), Flags.DEFAULT, "");
  }

  /** A figure that stands alone. */
  static Figure alone(String row, String what, String unit, Sample ours) {
    return new Figure(
        row, what, unit, ours, "", Optional.empty(), new Goal.None(), Flags.DEFAULT, "");
  }

  Figure with(Goal other) {
    return new Figure(row, what, unit, ours, beside, reference, other, flags, note);
  }

  Figure with(String otherNote) {
    return new Figure(row, what, unit, ours, beside, reference, goal, flags, otherNote);
  }

  /** The same beside something else. */
  Figure beside(String other, Sample theirs) {
    return new Figure(row, what, unit, ours, other, Optional.of(theirs), goal, flags, "");
  }

  /** The same on other JVM flags. */
  Figure on(String otherFlags) {
    return new Figure(row, what, unit, ours, beside, reference, goal, otherFlags, note);
  }

  /** Of the medians; empty without a reference. */
  Optional<Double> ratio() {
    return reference
        .filter(sample -> sample.median() > 0)
        .map(sample -> ours.median() / sample.median());
  }

  Optional<Boolean> reached() {
    return goal.reached(this);
  }
}
