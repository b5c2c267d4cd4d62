import org.jspecify.annotations.NullMarked;

/**
 * The same pool with threads of this JVM as its workers, for debugging, tests and the comparison:
 * it isolates nothing. Knows nothing of processes.
 */
@NullMarked
module dev.firebreak.threads {
  requires static org.jspecify;
  requires transitive dev.firebreak.api;
  requires dev.firebreak.link;
  requires dev.firebreak.pool;
  requires dev.firebreak.worker;
  requires org.slf4j;

  exports dev.firebreak.threads;
}
