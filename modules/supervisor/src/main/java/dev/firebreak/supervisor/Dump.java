package dev.firebreak.supervisor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a thread dump showed.
 *
 * @param note how it was taken, or why there is none
 * @param deadlock the threads that wait for each other, as the JVM itself finds them: platform
 *     threads at monitors and owned locks; empty for none
 */
public record Dump(String note, List<Waiting> deadlock) {
  /**
   * One thread that can never go on.
   *
   * @param thread its name
   * @param lock the class of the lock that it waits for
   * @param holder the name of the thread that holds it
   */
  public record Waiting(String thread, String lock, String holder) {
    @Override
    public String toString() {
      return "\"%s\" waits for a %s that \"%s\" holds".formatted(thread, lock, holder);
    }
  }

  /** The note of one that was taken to its end. */
  public static final String TAKEN = "taken";

  /** Copies what it is given. */
  public Dump {
    deadlock = List.copyOf(deadlock);
  }

  /** There is none. */
  static Dump none(String why) {
    return new Dump(why, List.of());
  }

  /** Whether the JVM wrote one. */
  boolean taken() {
    return note.equals(TAKEN);
  }

  boolean deadlocked() {
    return !deadlock.isEmpty();
  }

  /** Who waits for whom, for people; of many the first. */
  String sentence() {
    int most = 4;
    String first =
        deadlock.stream().limit(most).map(Waiting::toString).collect(Collectors.joining(", "));
    return "%d of its threads wait for each other for ever: %s%s"
        .formatted(deadlock.size(), first, deadlock.size() > most ? ", ..." : "");
  }
}
