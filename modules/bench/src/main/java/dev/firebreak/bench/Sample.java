package dev.firebreak.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured again and again.
 *
 * @param values in ascending order, at least one
 */
record Sample(List<Double> values) {
  Sample {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    values = Arrays.stream(sorted).boxed().toList();
  }

  static Sample of(double... values) {
    return new Sample(Arrays.stream(values).boxed().toList());
  }

  double median() {
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  /** The smallest value that so many of a hundred do not exceed. */
  double percentile(double of100) {
    int rank = (int) Math.ceil(of100 / 100 * values.size());
    return values.get(Math.clamp(rank - 1, 0, values.size() - 1));
  }

  double min() {
    return values.getFirst();
  }

  double max() {
    return values.getLast();
  }

  int runs() {
    return values.size();
  }
}
