package dev.firebreak.api;

/**
 * A program of a child JVM that talks with its supervisor.
 *
 * <p>A main class that implements this interface is created by its constructor without parameters
 * and run on the child's main thread. Returning is a normal end (exit status 0); an exception is an
 * abnormal one (exit status 1).
 */
@FunctionalInterface
public interface Task {
  /**
   * Does the work.
   *
   * @param context what the child may ask and tell its supervisor
   * @throws Exception any failure; it ends the child abnormally and is told in the fault log
   */
  void run(TaskContext context) throws Exception;
}
