package dev.firebreak.processes;

/** A child cannot be spawned as its specification says. The message is a sentence for people. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  Refusal(String sentence) {
    super(sentence);
    this.passing = false;
  }

  Refusal(String sentence, Throwable cause) {
    this(sentence, cause, false);
  }

  /**
   * A refusal.
   *
   * @param passing whether it may be otherwise in a moment: descriptors, memory, processes
   */
  Refusal(String sentence, Throwable cause, boolean passing) {
    super(sentence, cause);
    this.passing = passing;
  }

  boolean passing() {
    return passing;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
