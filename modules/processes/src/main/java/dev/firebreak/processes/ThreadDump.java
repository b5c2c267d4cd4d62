package dev.firebreak.processes;

import dev.firebreak.supervisor.Dump.Waiting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
   *
   * A circle in which somebody waits with a limit, as {@code tryLock} does, is none: it opens by
   * itself, though the JVM lists it.
   */
  List<Waiting> deadlock() {
    Set<String> limited = new HashSet<>();
    List<Waiting> found = new ArrayList<>();
    List<Waiting> circle = new ArrayList<>();
    boolean within = false;
    String thread = "";
    String lock = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String words = line.strip();
      if (line.startsWith(FOUND)) {
        within = true;
        circle.clear();
      } else if (within && line.startsWith(STACKS)) {
        within = false;
        if (circle.stream().noneMatch(one -> limited.contains(one.thread()))) {
          found.addAll(circle);
        }
      } else if (!within && line.startsWith("\"") && line.contains("\" #")) {
        thread = line.substring(1, line.indexOf("\" #"));
      } else if (!within && words.startsWith("java.lang.Thread.State: TIMED_WAITING")) {
        limited.add(thread);
      } else if (within && line.startsWith("\"") && line.endsWith("\":")) {
        thread = line.substring(1, line.length() - 2);
        lock = "lock";
      } else if (within && words.startsWith("waiting ")) {
        lock = type(words);
      } else if (within && words.startsWith("which is held by ")) {
        circle.add(new Waiting(thread, lock, holder(words)));
      }
    }
    return found.subList(0, Math.min(MOST, found.size()));
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
