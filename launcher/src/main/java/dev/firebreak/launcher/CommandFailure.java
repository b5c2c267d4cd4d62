package dev.firebreak.launcher;

/**
 * A command cannot do what was asked. The message is for people: who, what happened, the likely
 * cause, the next step.
 */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  CommandFailure(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  CommandFailure(int status, String sentence, Throwable cause) {
    super(sentence, cause);
    this.status = status;
  }

  /** One of {@link Status}. */
  int status() {
    return status;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
