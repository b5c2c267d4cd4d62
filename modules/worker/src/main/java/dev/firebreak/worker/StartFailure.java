package dev.firebreak.worker;

import dev.firebreak.link.Thrown;
import dev.firebreak.link.ToParent;
import org.jspecify.annotations.Nullable;

/** The program cannot be started; the message is the sentence that its user reads. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1;

  StartFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  ToParent.Failed told(ToParent.Step step) {
    Throwable cause = getCause();
    return new ToParent.Failed(
        step, String.valueOf(getMessage()), cause == null ? null : Thrown.of(cause));
  }
}
