import org.jspecify.annotations.NullMarked;

/**
 * The child JVM, whole: its bootstrap, its layer and its end of the link; and the loop of a worker,
 * which threads run too. Knows nothing of who watches it, nor why.
 */
@NullMarked
module dev.firebreak.worker {
  requires static org.jspecify;
  requires dev.firebreak.api;
  requires dev.firebreak.link;

  exports dev.firebreak.worker to
      dev.firebreak.threads;
}
