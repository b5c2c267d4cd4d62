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
}
