package dev.firebreak.supervisor;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import java.util.List;

/** What is told of one process. */
public sealed interface Report {
  /**
   * The process was created.
   *
   * @param started in clock ticks since boot, 0 if unknown
   */
  record Spawned(long pid, long started) implements Report {}

  /** It came to {@link Stage#LAYER} (the JVM said hello) or, for a spare, has its layer built. */
  record Hello() implements Report {}

  /** A spare has come as far as it is to before it is promoted, and waits for that. */
  record SpareReady() implements Report {}

  /** Its modules are resolved and its main method is entered. {@code task}: it can be asked. */
  record MainReached(boolean task) implements Report {}

  /** The sign of readiness of its specification was seen. */
  record Ready() implements Report {}

  /** A word of its program for people. */
  record Noted(String note) implements Report {}

  /** A word of ours about it for people, such as an image that could not be built. */
  record Notice(boolean warning, String sentence) implements Report {}

  /**
   * It cannot be started.
   *
   * @param stage the one that failed
   * @param sentence why, and what to do
   * @param lasting whether another try would change nothing
   */
  record Failed(Stage stage, String sentence, boolean lasting) implements Report {}

  /**
   * An exception left its main method or task.
   *
   * @param summary class and message, with a hint where one is known
   */
  record Threw(String summary) implements Report {}

  /**
   * It ran out of a memory.
   *
   * @param kind heap, metaspace, direct buffers, threads
   */
  record OutOfMemory(String kind, String message) implements Report {}

  /** Its shutdown hooks began to run: it was asked by SIGTERM or ended itself by exit. */
  record Leaving() implements Report {}

  /** The question that is asked while it is ready was not answered well. */
  record ProbeFailed(int inRow, String sentence) implements Report {}

  /** The question is answered well again. */
  record ProbeRecovered() implements Report {}

  /** The thread dump that was asked for, or that there is none; once for each that was. */
  record Dumped(Dump dump) implements Report {}

  /** It sent what is no frame; nothing more is read from it. */
  record LinkBroken(String sentence) implements Report {}

  /**
   * The process ended, or none was created. The last report.
   *
   * @param exit what the system says
   * @param stdout its last lines
   * @param stderr its last lines
   * @param evidence what else was found
   */
  record Ended(Exit exit, List<String> stdout, List<String> stderr, Evidence evidence)
      implements Report {
    /** Copies what it is given. */
    public Ended {
      stdout = List.copyOf(stdout);
      stderr = List.copyOf(stderr);
    }
  }
}
