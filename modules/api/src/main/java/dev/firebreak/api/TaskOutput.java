package dev.firebreak.api;

/**
 * What a task wrote.
 *
 * @param stdout at most the last {@link Defaults#TASK_OUTPUT}
 * @param stderr likewise
 */
public record TaskOutput(String stdout, String stderr) {
  /** Nothing. */
  public static final TaskOutput EMPTY = new TaskOutput("", "");
}
