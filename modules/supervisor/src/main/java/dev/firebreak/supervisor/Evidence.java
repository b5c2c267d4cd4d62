package dev.firebreak.supervisor;

import dev.firebreak.link.LastWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was found of a process when it had ended.
 *
 * @param crash the JVM's own account of a crash
 * @param words what it had left in its box; empty where there is none
 * @param kills what the kernel counted; empty where it does not tell
 * @param collection the last garbage collection; empty if there was none, or it was not logged
 */
public record Evidence(
    Optional<Crash> crash,
    Optional<LastWords> words,
    Optional<KernelKills> kills,
    Optional<Collection> collection) {
  /** Nothing was found. */
  public static final Evidence NONE =
      new Evidence(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A garbage collection.
   *
   * @param what of which kind, and what it was for, as the JVM says
   * @param left bytes of heap that were in use behind it
   * @param ago how long before the end was seen
   */
  public record Collection(String what, long left, Duration ago) {}

  /**
   * The JVM's own account of a crash.
   *
   * @param account where it is
   * @param reason the signal, or what else the JVM gave up for; empty if it does not tell
   * @param frame the problematic frame; empty if it does not tell
   * @param thread the thread that it happened in; empty if it does not tell
   */
  public record Crash(Path account, String reason, String frame, String thread) {}

  /**
   * How many processes the kernel has killed for want of memory in the last moments.
   *
   * @param group in the supervisor's control group and those below; -1 if that is not known
   * @param machine on the whole machine; -1 if that is not known
   * @param line the kernel's own words on this process; empty if it has none, or we may not read it
   * @param others the pids that the kernel names instead; empty if none, or we may not read it
   */
  public record KernelKills(long group, long machine, String line, List<Long> others) {
    /** Copies what it is given. */
    public KernelKills {
      others = List.copyOf(others);
    }

    /** Counted, without a log that tells whom. */
    public KernelKills(long group, long machine) {
      this(group, machine, "", List.of());
    }
  }
}
