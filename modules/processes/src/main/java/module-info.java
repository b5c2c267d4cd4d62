import org.jspecify.annotations.NullMarked;

/**
 * Children are JVM processes: the default home of workers, and the door for users and for the
 * command. Does not know the command line.
 */
@NullMarked
module dev.firebreak.processes {
  requires static org.jspecify;
  requires transitive dev.firebreak.api;
  requires dev.firebreak.link;
  requires dev.firebreak.pool;
  requires dev.firebreak.supervisor;
  requires dev.firebreak.images;
  requires dev.firebreak.confine;
  requires org.slf4j;
  requires tools.jackson.core;

  exports dev.firebreak.processes;
}
