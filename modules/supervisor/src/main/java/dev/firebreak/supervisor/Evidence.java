package dev.firebreak.supervisor;

import dev.firebreak.link.LastWords;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found of a process when it had ended.
 *
 * @param crash the JVM's own account of a crash
 * @param words what it had left in its box; empty where there is none
 * @param kills what the kernel counted; empty where it does not tell
 */
public record Evidence(
    Optional<Crash> crash, Optional<LastWords> words, Optional<KernelKills> kills) {
  /** Nothing was found. */
  public static final Evidence NONE =
      new Evidence(Optional.empty(), Optional.empty(), Optional.empty());

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
   * How many processes the kernel has killed for want of memory since it was last looked at.
   *
   * @param group in the supervisor's control group and those below; -1 if that is not known
   * @param machine on the whole machine; -1 if that is not known
   */
  public record KernelKills(long group, long machine) {}
}
