import org.jspecify.annotations.NullMarked;

/**
 * Measurements against plain JVMs and other supervisors. Knows nothing that a user could not know;
 * not published.
 */
@NullMarked
module dev.firebreak.bench {
  requires static org.jspecify;
  requires dev.firebreak.api;
  requires dev.firebreak.processes;
  requires info.picocli;
  requires tools.jackson.core;
  requires java.logging;
  requires java.management;
  requires jdk.management;

  opens dev.firebreak.bench to
      info.picocli;
}
