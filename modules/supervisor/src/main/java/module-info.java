/** Keeps children alive: strategies, restarts, health, verdicts, events. Knows nothing of tasks. */
@org.jspecify.annotations.NullMarked
module dev.firebreak.supervisor {
  requires static org.jspecify;
  requires transitive dev.firebreak.api;
  requires transitive dev.firebreak.link;

  exports dev.firebreak.supervisor to
      dev.firebreak.processes;
}
