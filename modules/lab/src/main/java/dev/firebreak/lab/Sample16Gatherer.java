/* Prints:
 *   {INFO=4, WARN=2, ERROR=2}
 *   the slowest: Line[level=ERROR, path=/order, status=500, millis=121]
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.processes.ProcessPool;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One step of a stream is spread over processes; the steps around it are done here. */
public final class Sample16Gatherer {
  private Sample16Gatherer() {}

  /** What a level means to us. */
  enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** A line of a log, taken apart. */
  record Line(Level level, String path, int status, int millis) {
    /** In a worker: of strangers' text, which may be made to hurt a parser. */
    static Line parse(String text) {
      String[] words = text.split(" ", -1);
      int status = Integer.parseInt(words[2]);
      Level level = status >= 500 ? Level.ERROR : status >= 400 ? Level.WARN : Level.INFO;
      return new Line(level, words[1], status, Integer.parseInt(words[3]));
    }
  }

  /** Parses eight lines in the workers and counts here. */
  public static void main(String[] args) throws Exception {
    List<String> log =
        List.of(
            "GET / 200 3",
            "GET /cart 200 14",
            "GET /cart?item=9 404 2",
            "POST /order 500 121",
            "GET / 200 2",
            "GET /favicon 404 1",
            "POST /order 201 48",
            "POST /order 503 30");

    try (Pool pool = ProcessPool.open()) {
      List<Line> lines = log.stream().gather(pool.gatherer(Line::parse)).toList();

      Map<Level, Integer> levels = new EnumMap<>(Level.class);
      lines.forEach(line -> levels.merge(line.level(), 1, Integer::sum));
      System.out.println(levels);

      Line slowest = lines.stream().max(Comparator.comparingInt(Line::millis)).orElseThrow();
      System.out.println("the slowest: " + slowest);
    }
  }
}
