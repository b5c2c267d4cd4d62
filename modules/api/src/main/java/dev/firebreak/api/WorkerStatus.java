package dev.firebreak.api;

import java.time.Duration;

/**
 * How a worker of a pool is just now.
 *
 * @param number from 1
 * @param generation which life of it
 * @param pid of its process; 0 while there is none, and for threads
 * @param state one word
 * @param held tasks that were sent to it and have not ended, the running one included
 * @param done tasks that ended in it, in this life
 * @param age of this life
 */
public record WorkerStatus(
    int number, int generation, long pid, State state, int held, long done, Duration age) {
  /** What a worker does. */
  public enum State {
    /** It is not ready yet. */
    STARTING,
    /** It waits for a task. */
    IDLE,
    /** It runs one. */
    BUSY,
    /** It gets no more tasks and is replaced or stopped. */
    RETIRING
  }
}
