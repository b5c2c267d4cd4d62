package dev.firebreak.supervisor;

import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import java.util.Locale;
import java.util.Optional;

/** Verdicts on those that ran out of memory, of whatever kind. */
final class Shortages {
  private Shortages() {}

  /** By the message of an OutOfMemoryError. */
  static Verdict of(String message, boolean sure) {
    return of(kind(message), message, sure);
  }

  /**
   * By what the child or the JVM said.
   *
   * @param sure whether its exit status says the same
   */
  static Verdict of(String kind, String message, boolean sure) {
    Cause cause =
        switch (kind) {
          case "heap" -> Cause.HEAP_OOM;
          case "metaspace", "compressed class space" -> Cause.METASPACE_OOM;
          case "direct buffers" -> Cause.DIRECT_OOM;
          case "threads" -> Cause.THREADS_OOM;
          default -> Cause.OTHER_OOM;
        };
    String sentence =
        cause == Cause.HEAP_OOM
            ? "its heap was full (%s); give it a larger one (heap), or find what it keeps"
                .formatted(message)
            : "it ran out of %s (%s)".formatted(kind, message);
    return new Verdict(cause, sure ? Confidence.CERTAIN : Confidence.LIKELY, sentence);
  }

  /** Where the JVM gave up for want of memory; empty for other crashes. */
  static Optional<Verdict> of(Evidence.Crash crash) {
    String reason = crash.reason();
    String oom = "OutOfMemory encountered: ";
    int at = reason.indexOf(oom);
    if (at >= 0) {
      return Optional.of(of(reason.substring(at + oom.length()), true));
    }
    return reason.contains("insufficient memory") || reason.startsWith("Out of Memory")
        ? Optional.of(
            new Verdict(
                Cause.OTHER_OOM,
                Confidence.CERTAIN,
                "the system had no memory left for its JVM (%s); see the machine's memory, limits"
                        .formatted(reason)
                    + " on it and ulimit"))
        : Optional.empty();
  }

  /** By what the kernel's log says of it; empty where it says nothing. */
  static Optional<Verdict> byKernel(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String why =
        line.startsWith("Memory cgroup")
            ? "its control group was at its limit of memory; raise that limit, or let it use less,"
                + " in its heap and outside of it"
            : "the machine had no memory left; stop something, or give children smaller heaps";
    return Optional.of(
        new Verdict(
            Cause.KERNEL_OOM, Confidence.CERTAIN, "the kernel killed it, as its log says: " + why));
  }

  private static String kind(String message) {
    if (message.startsWith("Java heap space")
        || message.startsWith("GC overhead")
        || message.startsWith("Requested array size")) {
      return "heap";
    }
    if (message.contains("irect buffer")) {
      return "direct buffers";
    }
    return message.contains("native thread") ? "threads" : message.toLowerCase(Locale.ROOT);
  }
}
