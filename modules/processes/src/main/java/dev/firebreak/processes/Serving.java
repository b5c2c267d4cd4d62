package dev.firebreak.processes;

/** A pool that the workers among a spawner's children serve. */
interface Serving {
  /** A new process of a worker, before it exists. */
  Member member(int worker);
}
