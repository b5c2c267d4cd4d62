package dev.firebreak.images;

import org.jspecify.annotations.Nullable;

/** No runtime can be had for a child: what happened, the likely cause, and the next step. */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a sentence for people. */
  public ImageException(String message) {
    super(message);
  }

  /** With a sentence for people and what lies behind it. */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
