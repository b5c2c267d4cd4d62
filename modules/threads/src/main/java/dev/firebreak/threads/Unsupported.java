package dev.firebreak.threads;

import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import java.util.ArrayList;
import java.util.List;

/** What options ask for that threads of one JVM cannot have. */
final class Unsupported {
  private Unsupported() {}

  /** Refuses options, naming all that is in the way. */
  static void refuse(PoolOptions options) {
    List<String> found = in(options);
    if (!found.isEmpty()) {
      throw new UnsupportedOperationException(
          "a pool of threads cannot have %s: threads share one JVM, with its memory, classes and rights; use ProcessPool.open, or leave this out"
              .formatted(String.join(", ", found)));
    }
  }

  private static List<String> in(PoolOptions options) {
    List<String> found = new ArrayList<>();
    add(found, !options.grants().equals(Grants.derived()), "grants");
    add(found, options.jvm().heap().isPresent(), "a heap of their own (jvm.heap)");
    add(found, !options.jvm().options().isEmpty(), "JVM options (jvm.options)");
    add(found, !options.jvm().environment().isEmpty(), "an environment (jvm.environment)");
    add(found, options.jvm().directory().isPresent(), "a working folder (jvm.directory)");
    add(found, options.jvm().lean(), "a lean JVM (jvm.lean)");
    add(found, options.memory().isPresent(), "memory of their own (memory)");
    add(found, options.recycleMemory().isPresent(), "a limit on memory (recycleMemory)");
    add(found, options.spares() > 0, "spares");
    add(found, options.program().isPresent(), "classes from elsewhere (program)");
    return found;
  }

  private static void add(List<String> found, boolean asked, String what) {
    if (asked) {
      found.add(what);
    }
  }
}
