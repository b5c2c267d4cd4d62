import org.jspecify.annotations.NullMarked;

/**
 * What the operating system holds against a child, the only module with native access. Knows
 * nothing of what the child runs.
 */
@NullMarked
module dev.firebreak.confine {
  requires static org.jspecify;

  exports dev.firebreak.confine to
      dev.firebreak.bench,
      dev.firebreak.processes;
}
