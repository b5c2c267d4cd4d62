package dev.firebreak.bench;

import java.util.Optional;

/** What a figure is held against. */
sealed interface Goal {
  /** Whether it was reached; empty where there is nothing to reach. */
  Optional<Boolean> reached(Figure figure);

  /** For people. */
  String words(String unit);

  /** Ours is at most so many times the reference. */
  record Times(double most) implements Goal {
    @Override
    public Optional<Boolean> reached(Figure figure) {
      return figure.ratio().map(ratio -> ratio <= most);
    }

    @Override
    public String words(String unit) {
      return "<= " + Text.number(most) + " x";
    }
  }

  /** Ours is at most so much, whatever the reference. */
  record AtMost(double most) implements Goal {
    @Override
    public Optional<Boolean> reached(Figure figure) {
      return Optional.of(figure.ours().median() <= most);
    }

    @Override
    public String words(String unit) {
      return "<= " + Text.number(most) + " " + unit;
    }
  }

  /** Ours is at least so much, whatever the reference. */
  record AtLeast(double least) implements Goal {
    @Override
    public Optional<Boolean> reached(Figure figure) {
      return Optional.of(figure.ours().median() >= least);
    }

    @Override
    public String words(String unit) {
      return ">= " + Text.number(least) + " " + unit;
    }
  }

  /** Told for comparison. */
  record None() implements Goal {
    @Override
    public Optional<Boolean> reached(Figure figure) {
      return Optional.empty();
    }

    @Override
    public String words(String unit) {
      return "";
    }
  }
}
