package dev.firebreak.api;

/**
 * A worker died while it ran this task; tasks that it had not begun were given to others. By
 * default the task is not run again, as it may have done half of its work.
 */
public final class WorkerDiedException extends PoolException {
  private static final long serialVersionUID = 1;

  private final String worker;
  private final long pid;
  private final transient Verdict verdict;

  /**
   * Made by a pool.
   *
   * @param worker its name
   * @param pid of its process; 0 where it was none
   */
  public WorkerDiedException(String message, String worker, long pid, Verdict verdict) {
    super(message, null);
    this.worker = worker;
    this.pid = pid;
    this.verdict = verdict;
  }

  /** The worker's name. */
  public String worker() {
    return worker;
  }

  /** Of its process; 0 where it was none. */
  public long pid() {
    return pid;
  }

  /** Why it died. */
  public Verdict verdict() {
    return verdict;
  }
}
