package dev.firebreak.api;

/**
 * Why a child ended.
 *
 * @param cause from a closed list
 * @param confidence how sure that is
 * @param sentence for people: what was seen, the likely cause and the next step
 */
public record Verdict(Cause cause, Confidence confidence, String sentence) {

  /** Why a child ended. */
  public enum Cause {
    /** Its program returned, or ended with exit status 0. */
    NORMAL(false),
    /** We stopped it: a stop, a restart that was asked for, or together with its siblings. */
    STOPPED(false),
    /** Somebody else asked it to end by SIGTERM. */
    TERMINATED(true),
    /** It could not be started; the sentence names the stage. */
    START_FAILED(true),
    /** A stage took longer than its limit. */
    START_TIMEOUT(true),
    /** An exception left its main method or task. */
    EXCEPTION(true),
    /** It ended with an exit status of its own choice. */
    EXIT_CODE(true),
    /** SIGKILL that we did not send. */
    KILLED(true),
    /** A signal that a person sent through us. */
    KILLED_BY_OPERATOR(true),
    /** Another signal. */
    SIGNALLED(true),
    /** Its heap was full. */
    HEAP_OOM(true),
    /** Another memory was full: metaspace, direct buffers, threads. */
    OTHER_OOM(true),
    /** Native code, or the JVM itself, crashed. */
    NATIVE_CRASH(true),
    /** Its heart stopped beating, so we killed it. */
    HANG(true),
    /** Its progress stopped, so we killed it. */
    STALL(true),
    /** Its task was cancelled, or ran beyond its limit, and did not end, so we killed it. */
    OVERDUE(true),
    /** It failed the question that is asked while it is ready, so we killed it. */
    PROBE_FAILED(true),
    /** It sent what is no frame, so we killed it. */
    LINK_BROKEN(true),
    /** Nothing that was seen explains it. */
    UNKNOWN(true);

    private final boolean abnormal;

    Cause(boolean abnormal) {
      this.abnormal = abnormal;
    }

    /** Whether a {@link Restart#TRANSIENT} child is started again after it. */
    public boolean abnormal() {
      return abnormal;
    }
  }

  /** How sure a verdict is. */
  public enum Confidence {
    /** The system or the child said so. */
    CERTAIN,
    /** Several signs agree. */
    LIKELY,
    /** Other causes look the same. */
    GUESS
  }
}
