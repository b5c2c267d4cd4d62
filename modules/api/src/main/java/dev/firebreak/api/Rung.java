package dev.firebreak.api;

/** The steps of a stop, each taken when the one before had no effect within its limit. */
public enum Rung {
  /** Its task is asked to return. */
  ASK,
  /** Its task's thread is interrupted. */
  INTERRUPT,
  /** SIGTERM, with SIGCONT for a stopped process. */
  TERMINATE,
  /** SIGKILL to all of its process group. */
  KILL
}
