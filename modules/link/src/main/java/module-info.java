/**
 * What crosses between a parent and a child JVM: frames over two streams. Knows nothing of what
 * they are for.
 */
@org.jspecify.annotations.NullMarked
module dev.firebreak.link {
  requires static org.jspecify;

  exports dev.firebreak.link to
      dev.firebreak.worker,
      dev.firebreak.supervisor,
      dev.firebreak.processes,
      dev.firebreak.images,
      dev.firebreak.pool,
      dev.firebreak.threads,
      dev.firebreak.sharing,
      dev.firebreak.bench;
}
