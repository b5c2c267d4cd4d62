/**
 * Hands tasks to workers and their results to whoever waits for them. Knows nothing of where
 * workers live.
 */
@org.jspecify.annotations.NullMarked
module dev.firebreak.pool {
  requires static org.jspecify;
  requires dev.firebreak.api;
  requires dev.firebreak.link;
  requires org.slf4j;

  exports dev.firebreak.pool to
      dev.firebreak.processes,
      dev.firebreak.threads;
}
