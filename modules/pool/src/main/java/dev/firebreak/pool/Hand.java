package dev.firebreak.pool;

import dev.firebreak.link.Board;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import org.jspecify.annotations.Nullable;

/**
 * A pool's hand on one worker.
 *
 * @param worker its number
 * @param generation which life of it
 * @param pid of its process; 0 for none
 * @param title for people: {@code worker-2#1 (pid 4711)}
 * @param link to send to it
 * @param board what it shares with us; null where there is none, and then frames say all
 * @param streams what its tasks write
 */
public record Hand(
    int worker,
    int generation,
    long pid,
    String title,
    Link<ToChild, ToParent> link,
    @Nullable Board board,
    Streams streams) {

  /** What the tasks of a worker write to stdout and stderr. */
  public interface Streams {
    /** Begins to keep what a task writes, under its number in the pool; the last part of it. */
    TaskText text(long task);

    /** A task's number is forgotten: nothing more is kept of it. */
    void forget(long task);

    /** Nothing is kept. */
    Streams NONE =
        new Streams() {
          @Override
          public TaskText text(long task) {
            return TaskText.EMPTY;
          }

          @Override
          public void forget(long task) {}
        };
  }

  /** What one task wrote so far. */
  public interface TaskText {
    /** The last part of stdout, decoded. */
    String stdout();

    /** The last part of stderr, decoded. */
    String stderr();

    /** The same, when the task has ended: waits a moment for what its result has overtaken. */
    default TaskText whole() {
      return this;
    }

    /** Nothing. */
    TaskText EMPTY =
        new TaskText() {
          @Override
          public String stdout() {
            return "";
          }

          @Override
          public String stderr() {
            return "";
          }
        };
  }
}
