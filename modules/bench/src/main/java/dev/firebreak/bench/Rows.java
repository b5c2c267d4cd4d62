package dev.firebreak.bench;

import java.util.List;
import java.util.Optional;

/** All rows, in the order in which they are printed. */
final class Rows {
  private Rows() {}

  static final List<Row> ALL =
      List.of(
          new ColdStart(),
          new Routine(),
          new Failover(),
          new Memory(),
          new Listing(),
          new Opening(),
          new RoundTrip(),
          new Single(),
          new Mapped(),
          new Compute(),
          new Payload(),
          new Crowd());

  static Optional<Row> named(String name) {
    return ALL.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /** A line each, for the help text. */
  static String list() {
    StringBuilder text = new StringBuilder();
    for (Row row : ALL) {
      text.append(
          "  %-10s%s%s%n".formatted(row.name(), row.about(), row.lengthy() ? " (long)" : ""));
    }
    return text.toString().stripTrailing();
  }
}
