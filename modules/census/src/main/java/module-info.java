import org.jspecify.annotations.NullMarked;

/**
 * The work of the demo and the lab: counts and hashes the class files of a JDK, as a user's program
 * would. Knows nothing of processes, nor of who supervises it.
 */
@NullMarked
module dev.firebreak.census {
  requires static org.jspecify;
  requires transitive dev.firebreak.api;

  exports dev.firebreak.census;
}
