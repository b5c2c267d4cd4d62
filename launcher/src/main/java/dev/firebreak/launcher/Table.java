package dev.firebreak.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell; colours do not count. */
final class Table {
  private static final String GAP = "  ";
  private final List<List<String>> rows = new ArrayList<>();

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(PrintStream out) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = width(row.get(i));
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(width, widths.get(i)));
        }
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        line.append(cell);
        if (i < row.size() - 1) {
          line.repeat(' ', widths.get(i) - width(cell)).append(GAP);
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(String cell) {
    int width = 0;
    boolean escape = false;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (escape) {
        escape = c != 'm';
      } else if (c == '\u001b') {
        escape = true;
      } else {
        width++;
      }
    }
    return width;
  }
}
