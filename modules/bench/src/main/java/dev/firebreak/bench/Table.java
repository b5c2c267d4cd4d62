package dev.firebreak.bench;

import java.util.ArrayList;
import java.util.List;

/** Figures for people: a few lines each, so that nothing is cut. */
final class Table {
  private Table() {}

  static String of(List<Figure> figures) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("what", "ours", "beside", "ratio", "goal", ""));
    for (Figure figure : figures) {
      cells.add(
          List.of(
              figure.what(),
              value(figure.ours(), figure.unit()),
              figure.reference().map(sample -> value(sample, figure.unit())).orElse(""),
              figure.ratio().map(ratio -> Text.number(ratio) + " x").orElse(""),
              figure.goal().words(figure.unit()),
              figure.reached().map(reached -> reached ? "reached" : "NOT reached").orElse("")));
    }
    StringBuilder text = new StringBuilder(row(cells.getFirst(), widths(cells)));
    for (int i = 0; i < figures.size(); i++) {
      text.append(row(cells.get(i + 1), widths(cells))).append(details(figures.get(i)));
    }
    return text.toString();
  }

  private static String value(Sample sample, String unit) {
    return Text.number(sample.median()) + " " + unit;
  }

  private static String details(Figure figure) {
    StringBuilder text = new StringBuilder("    ours ").append(spread(figure.ours()));
    figure
        .reference()
        .ifPresent(sample ->
            text.append("; beside: ").append(figure.beside()).append(", ").append(spread(sample)));
    text.append("; JVM flags: ").append(figure.flags()).append('\n');
    if (!figure.note().isEmpty()) {
      text.append("    ").append(figure.note()).append('\n');
    }
    return text.toString();
  }

  private static String spread(Sample sample) {
    return sample.runs() == 1 ? "measured once" : Text.range(sample) + " of " + sample.runs();
  }

  private static int[] widths(List<List<String>> cells) {
    int[] widths = new int[cells.getFirst().size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
