package dev.firebreak.confine;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * How many descriptors this process has open and may have open.
 *
 * @param open how many are open now; -1 when not known
 * @param soft the limit that counts, which this JVM has already raised as far as it could; -1 when
 *     not known, {@link Long#MAX_VALUE} when there is none
 * @param hard how far root or the service manager let it be raised
 */
public record Descriptors(long open, long soft, long hard) {
  /** What one child takes of the supervisor: its link, its streams and its logs. */
  public static final int PER_CHILD = 8;

  /** Counts now. */
  public static Descriptors now() {
    long self = ProcessHandle.current().pid();
    byte[] limits = ProcessTable.readable() ? ProcessTable.read("/proc/self/limits", 8192) : null;
    long[] both = {-1, -1};
    if (limits != null) {
      new String(limits, StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.substring("Max open files".length()).strip().split(" +", -1))
          .forEach(words -> {
            both[0] = limit(words[0]);
            both[1] = limit(words[1]);
          });
    }
    return new Descriptors(ProcessTable.fds(self), both[0], both[1]);
  }

  private static long limit(String word) {
    return word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word);
  }

  /** How many more children there is room for; empty when not known. */
  public OptionalLong roomForChildren() {
    return open < 0 || soft < 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, (soft - open) / PER_CHILD));
  }

  /** What to tell when an open failed for want of descriptors, next step included. */
  public String sentence() {
    return open < 0 || soft < 0
        ? "How many descriptors are open cannot be told here; `ulimit -n` shows the limit."
        : open
            + " of "
            + (soft == Long.MAX_VALUE ? "unlimited" : soft)
            + " descriptors are open (hard limit "
            + (hard == Long.MAX_VALUE ? "unlimited" : hard)
            + "); a child takes some "
            + PER_CHILD
            + ". Raise it with `ulimit -n` before the start, or LimitNOFILE= in the unit.";
  }
}
