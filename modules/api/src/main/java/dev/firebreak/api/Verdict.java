package dev.firebreak.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why a child ended.
 *
 * @param cause from a closed list
 * @param confidence how sure that is
 * @param sentence for people: what was seen, the likely cause and the next step
 * @param numbers what it rests on, as seen: a name such as {@code exit} or {@code heap after GC},
 *     and its value with its unit; in the order in which they tell the story
 * @param incident the folder in which the evidence is kept, named by the incident's ID; it is
 *     complete within moments, and empty for an end that was asked for, or too much like others
 *     before it
 */
public record Verdict(
    Cause cause,
    Confidence confidence,
    String sentence,
    Map<String, String> numbers,
    Optional<Path> incident) {
  /** Copies what it is given. */
  public Verdict {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** One without an incident. */
  public Verdict(Cause cause, Confidence confidence, String sentence, Map<String, String> numbers) {
    this(cause, confidence, sentence, numbers, Optional.empty());
  }

  /** One that rests on no number. */
  public Verdict(Cause cause, Confidence confidence, String sentence) {
    this(cause, confidence, sentence, Map.of());
  }

  /**
   * Whether somebody else ended it, as far as is known: then neither its task nor its start is to
   * blame. So it is where the kernel has killed something on this machine, and that it was this
   * child is but a guess.
   */
  public boolean fromOutside() {
    return switch (cause) {
      case KILLED, KILLED_BY_OPERATOR, TERMINATED -> true;
      case KERNEL_OOM -> confidence == Confidence.GUESS;
      default -> false;
    };
  }

  /** The same with its numbers. */
  public Verdict with(Map<String, String> seen) {
    return new Verdict(cause, confidence, sentence, seen, incident);
  }

  /** The same with its evidence. */
  public Verdict at(Path folder) {
    return new Verdict(cause, confidence, sentence, numbers, Optional.of(folder));
  }

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
    /** It ended without its shutdown hooks: {@link Runtime#halt}, or native code that exits. */
    HALT(true),
    /** SIGKILL that we did not send. */
    KILLED(true),
    /** The kernel killed it, as its memory limit or the machine's memory was used up. */
    KERNEL_OOM(true),
    /** A signal that a person sent through us. */
    KILLED_BY_OPERATOR(true),
    /** Another signal. */
    SIGNALLED(true),
    /** Its heap was full. */
    HEAP_OOM(true),
    /** The memory for direct buffers was full. */
    DIRECT_OOM(true),
    /** The memory for classes was full. */
    METASPACE_OOM(true),
    /** No more threads could be created. */
    THREADS_OOM(true),
    /** Another memory was full, or its own code threw an OutOfMemoryError. */
    OTHER_OOM(true),
    /** Native code, or the JVM itself, crashed. */
    NATIVE_CRASH(true),
    /** It spent its time collecting garbage in a full heap, and its work stood still. */
    GC_THRASH(true),
    /** Threads of it waited for each other, so we killed it. */
    DEADLOCK(true),
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
