import org.jspecify.annotations.NullMarked;

/**
 * Keeps children alive: strategies, restarts, health, verdicts, events. Knows nothing of tasks, nor
 * of how a process is started.
 */
@NullMarked
module dev.firebreak.supervisor {
  requires static org.jspecify;
  requires dev.firebreak.api;
  requires dev.firebreak.link;
  requires org.slf4j;
}
