package dev.firebreak.supervisor;

import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Spec;
import java.time.Duration;
import java.util.List;

/** A place in the tree: a child, or a supervisor with children. Owned by the loop. */
sealed interface Node permits ChildNode, GroupNode {
  Spec spec();

  String path();

  /** Whether it has a process, or children with one. */
  boolean alive();

  /** Whether siblings that are to start after it may start. */
  boolean settled();

  /** Starts it; it is not alive. */
  void start();

  /** Begins to stop it. Said again, it changes nothing. */
  void stop(String why);

  /** Ends it at once. */
  void killNow(String why);

  /** It stays down: by its restart type, or as it was asked for. */
  void rest(boolean asked);

  /** It is started again at a time of the loop's clock. */
  void awaitRestart(long at);

  /** When it became ready; 0 if its last run never was. */
  long readySince();

  void look(long now);

  void excuse(long pause);

  void status(List<ChildStatus> into);

  /**
   * How a node ended.
   *
   * @param abnormal whether a transient one is started again
   * @param hopeless whether a new try would change nothing
   * @param pause how long the next start waits at least
   * @param sentence the verdict's
   */
  record Ending(boolean abnormal, boolean hopeless, Duration pause, String sentence) {}
}
