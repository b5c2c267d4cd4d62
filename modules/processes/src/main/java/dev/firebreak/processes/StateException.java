package dev.firebreak.processes;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor's state folder cannot be had: another one of the name runs, the disk is full, the
 * folder may not be written. The message says which, and the next step.
 */
public final class StateException extends IOException {
  private static final long serialVersionUID = 1;

  StateException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
