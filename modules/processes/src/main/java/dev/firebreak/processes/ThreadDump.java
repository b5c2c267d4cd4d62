package dev.firebreak.processes;

import dev.firebreak.supervisor.Dump.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM writes on SIGQUIT.
 *
 * @param text as the JVM wrote it
 * @param whole whether its end was seen
 */
record ThreadDump(String text, boolean whole) {
  private static final String FOUND = "Found one Java-level deadlock:";
  private static final String STACKS = "Java stack information for the threads listed above:";

  /** More threads than anybody reads of; a dump may name all of a large pool. */
  private static final int MOST = 100;

  /**
   * The threads that wait for each other, in the order of the dump:
   *
   * <pre>
   * Found one Java-level deadlock:
   * =============================
   * "left":
   *   waiting to lock monitor 0x00007f8a4c0012a0 (object 0x00000000fd018040, a java.lang.Object),
   *   which is held by "right"
   * </pre>
   */
  List<Waiting> deadlock() {
    List<Waiting> found = new ArrayList<>();
    boolean within = false;
    String thread = "";
    String lock = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String words = line.strip();
      if (line.startsWith(FOUND)) {
        within = true;
      } else if (line.startsWith(STACKS)) {
        within = false;
      } else if (within && line.startsWith("\"") && line.endsWith("\":")) {
        thread = line.substring(1, line.length() - 2);
        lock = "lock";
      } else if (within && words.startsWith("waiting ")) {
        lock = type(words);
      } else if (within && words.startsWith("which is held by ") && found.size() < MOST) {
        found.add(new Waiting(thread, lock, holder(words)));
      }
    }
    return found;
  }

  /** The class in {@code (object 0x..., a java.lang.Object),} or {@code (a shop.Lock),}. */
  private static String type(String words) {
    int open = words.indexOf('(');
    int at = words.indexOf("a ", open);
    int end = words.indexOf(')', at);
    return open < 0 || at < 0 || end < 0 ? "lock" : words.substring(at + 2, end);
  }

  private static String holder(String words) {
    int from = words.indexOf('"');
    int to = words.lastIndexOf('"');
    return from < 0 || to <= from
        ? words.substring("which is held by ".length())
        : words.substring(from + 1, to);
  }
}
