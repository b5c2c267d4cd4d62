package dev.firebreak.api;

import java.util.List;

/** What must be seen before a child counts as ready. */
public sealed interface Readiness {
  /** Its main method was entered. */
  record MainReached() implements Readiness {}

  /** It called {@link TaskContext#ready()}. */
  record Called() implements Readiness {}

  /**
   * A line of its stdout or stderr holds a match.
   *
   * @param pattern a regular expression of {@link java.util.regex.Pattern}
   */
  record Output(String pattern) implements Readiness {}

  /**
   * A connection to this port of the loopback address succeeds.
   *
   * @param port 1 to 65535
   */
  record Port(int port) implements Readiness {}

  /**
   * A command ends with status 0. It is tried again until then.
   *
   * @param command program and arguments; the environment holds {@code FIREBREAK_CHILD} and {@code
   *     FIREBREAK_PID}
   */
  record Command(List<String> command) implements Readiness {
    /** Copies what it is given. */
    public Command {
      command = List.copyOf(command);
    }
  }
}
