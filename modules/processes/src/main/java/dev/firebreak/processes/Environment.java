package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.confine.Guardian;
import dev.firebreak.confine.Notify;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The environment of a child: the supervisor's own, less what would change each JVM behind its
 * specification's back, and with the names that scripts and probes ask for.
 */
final class Environment {
  /** The path of the child. */
  static final String CHILD = "FIREBREAK_CHILD";

  /** Which life of the child this is; not there in a spare, which has none yet. */
  static final String GENERATION = "FIREBREAK_GENERATION";

  /** The pid of the child, for probes. */
  static final String PID = "FIREBREAK_PID";

  private static final List<String> OF_JAVA =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH");

  private Environment() {}

  /** Says what is kept from children, if there is any of it. */
  static Optional<String> scrubbed(Map<String, String> environment) {
    Set<String> found = new TreeSet<>(environment.keySet());
    found.retainAll(OF_JAVA);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is set here and is kept from children, as it would change every JVM; give JVM flags"
                    .formatted(String.join(", ", found))
                + " by the child's own options instead");
  }

  /** Turns a copy of our environment into that of a child. */
  static void fit(
      Map<String, String> environment, ChildSpec spec, String path, int generation, String token) {
    environment.keySet().removeAll(OF_JAVA);
    environment.keySet().removeAll(Notify.VARIABLES);
    environment.remove(GENERATION);
    environment.putAll(spec.jvm().environment());
    environment.put(Guardian.MARK, token);
    environment.put(CHILD, path);
    if (generation > 0) {
      environment.put(GENERATION, Integer.toString(generation));
    }
  }
}
