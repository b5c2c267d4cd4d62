import org.jspecify.annotations.NullMarked;

/**
 * Builds and caches the runtimes that children boot from. Knows nothing of supervisors, and of the
 * worker only where its jar lies.
 */
@NullMarked
module dev.firebreak.images {
  requires static org.jspecify;
  requires dev.firebreak.worker;

  exports dev.firebreak.images to
      dev.firebreak.processes;
}
