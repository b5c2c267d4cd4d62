import org.jspecify.annotations.NullMarked;

/**
 * The lab: samples that a newcomer reads in order, the comparison of processes with threads, and
 * the trials that the pool is put through. Uses the open modules as a user does.
 */
@NullMarked
module dev.firebreak.lab {
  requires static org.jspecify;
  requires dev.firebreak.processes;
  requires dev.firebreak.threads;
  requires transitive dev.firebreak.faults;
  requires transitive dev.firebreak.report;

  exports dev.firebreak.lab to
      dev.firebreak.launcher;

  // Records of this package go to workers and come back.
  opens dev.firebreak.lab to
      dev.firebreak.link;
}
