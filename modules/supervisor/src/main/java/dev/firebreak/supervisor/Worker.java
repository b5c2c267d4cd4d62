package dev.firebreak.supervisor;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The supervisor's hand on one process. No method waits, and none fails: what cannot be done to a
 * process that has ended is not done, as its end is reported anyway. What is asked before the
 * process exists is done as soon as it does.
 */
public interface Worker {
  /** Gives a spare its program's run: it becomes this generation of its child. */
  void promote(int generation);

  /**
   * Whether a spare runs code of its program before it is promoted, and so is ready only behind
   * that: then it has the limit on that, is stopped by steps, and not replaced for ever.
   */
  default boolean initializes() {
    return false;
  }

  /** Asks its task to return. */
  void ask();

  /** Interrupts its task. */
  void interrupt();

  /** SIGTERM to its process group, with SIGCONT for a stopped one. */
  void terminate();

  /** SIGKILL to its process group. A process that is not created yet never is. */
  void kill();

  /** Sends any other signal, to the process alone. */
  void signal(int number);

  /**
   * Takes a thread dump, and answers within that limit with {@link Report.Dumped}, unless the
   * process ends first.
   */
  void dump(Duration limit);

  /**
   * Gives what it has not begun to others, where it has a list of work; it gets no more.
   *
   * @param why words that follow "because"
   */
  void drain(String why);

  /** Whether it has something to do: a program always, a worker of a pool while a task runs. */
  boolean working();

  /** When its last heartbeat came, by {@link Loop#nanos()}; 0 if none did. */
  long lastBeat();

  /** When its last progress came, by {@link Loop#nanos()}; 0 if none ever did. */
  long lastProgress();

  /** How often it told progress, as far as its beats have said. */
  long progress();

  /** Looks at the process from outside. It costs some 50 us, so it is done where it matters. */
  Look look();

  /**
   * Keeps what was found of it after an end that nobody had asked for; returns at once.
   *
   * @return the folder that will hold it within moments; empty where none is kept
   */
  default Optional<Path> keep(Ending ending) {
    return Optional.empty();
  }

  /**
   * How it ended.
   *
   * @param stage how far it had come
   * @param ran how long it ran
   */
  record Ending(Instant at, ChildId child, Exit exit, Verdict verdict, Stage stage, Duration ran) {}

  /**
   * What its JVM wrote of garbage collection since a moment, as far as it has been read; has more
   * read, so the next answer knows more.
   *
   * @param since by {@link Loop#nanos()}
   */
  Gc gc(long since);

  /**
   * What garbage collection took.
   *
   * @param within of how long that is known
   * @param time that the program's threads stood still for it
   * @param full which part of the heap was in use behind a collection, where that was least
   * @param collections how many
   */
  record Gc(Duration within, Duration time, double full, int collections) {
    /** Nothing is known. */
    public static final Gc UNKNOWN = new Gc(Duration.ZERO, Duration.ZERO, 0, 0);

    /** Which part of the time it took; 0 where nothing is known. */
    public double share() {
      return within.isPositive() ? (double) time.toNanos() / within.toNanos() : 0;
    }
  }

  /**
   * What the operating system shows of a process.
   *
   * @param state the letter that /proc shows: R running, S sleeping, D in the kernel, T stopped, Z
   *     ended; '?' where the system does not tell
   * @param cpu the time that it used
   */
  record Look(char state, Duration cpu) {
    /** Nothing is known. */
    public static final Look UNKNOWN = new Look('?', Duration.ZERO);
  }
}
