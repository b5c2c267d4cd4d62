package dev.firebreak.processes;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An end that nobody had asked for, as {@code incident.json} of its folder says.
 *
 * @param id of eight hexadecimal digits, which its folder is named by
 * @param at when it ended
 * @param child its path
 * @param generation which life of it
 * @param pid of its process; 0 where there was none
 * @param program what it ran
 * @param stage how far it had come
 * @param ran how long it ran
 * @param fingerprint what equal ends have in common
 * @param times how often such an end was seen, this one with it
 * @param first when it was seen first
 * @param words what it had left in its box, a line each
 * @param files the evidence that lies beside this
 */
public record Incident(
    String id,
    Instant at,
    String child,
    int generation,
    long pid,
    String program,
    Exit exit,
    Verdict verdict,
    Stage stage,
    Duration ran,
    String fingerprint,
    long times,
    Instant first,
    List<String> words,
    List<String> files) {
  /** Copies what it is given. */
  public Incident {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }

  /** Which process it was, as events name it. */
  public String process() {
    return pid == 0 ? child + "#" + generation : "%s#%d pid %d".formatted(child, generation, pid);
  }

  /** A number as people count: 1st, 2nd, 3rd, 11th, 22nd and so on. */
  public static String ordinal(long number) {
    long tens = number % 100;
    String end =
        tens >= 11 && tens <= 13
            ? "th"
            : switch ((int) (number % 10)) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + end;
  }
}
