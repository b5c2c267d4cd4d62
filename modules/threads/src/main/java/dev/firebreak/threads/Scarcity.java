package dev.firebreak.threads;

import dev.firebreak.api.Verdict;
import dev.firebreak.link.ToParent.Shortage;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM ran out of, which its threads share with all else in it: that is nobody's fault who
 * merely notices.
 */
record Scarcity(Verdict verdict) {
  /** By what was thrown, or a cause of it; null where that is something else. */
  static @Nullable Scarcity of(Throwable thrown) {
    Throwable each = thrown;
    for (int i = 0; each != null && i < 20; i++) {
      String message = String.valueOf(each.getMessage());
      if (each instanceof OutOfMemoryError) {
        return memory(message);
      }
      if (message.contains("Too many open files")) {
        return lacks(
            "it has no file descriptors left (%s); see what keeps them open, and ulimit -n"
                .formatted(message));
      }
      if (each instanceof NoClassDefFoundError && each.getCause() == null) {
        return lacks(
            "a class could not be loaded (%s), as where file descriptors or memory have run out"
                .formatted(each));
      }
      each = each.getCause();
    }
    return null;
  }

  private static Scarcity memory(String message) {
    Verdict.Cause cause =
        switch (Shortage.of(message)) {
          case HEAP, ARRAY -> Verdict.Cause.HEAP_OOM;
          case METASPACE -> Verdict.Cause.METASPACE_OOM;
          case DIRECT -> Verdict.Cause.DIRECT_OOM;
          case THREADS -> Verdict.Cause.THREADS_OOM;
          case OTHER -> Verdict.Cause.OTHER_OOM;
        };
    return new Scarcity(
        new Verdict(
            cause,
            Verdict.Confidence.LIKELY,
            "the JVM that its thread shares with all else ran out of memory (%s); whose fault that"
                    .formatted(message)
                + " is cannot be told of threads"));
  }

  private static Scarcity lacks(String what) {
    return new Scarcity(
        new Verdict(
            Verdict.Cause.UNKNOWN,
            Verdict.Confidence.GUESS,
            "the JVM that its thread shares with all else lacks something: " + what));
  }

  String sentence() {
    return verdict.sentence();
  }
}
