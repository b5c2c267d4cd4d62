package dev.firebreak.processes;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Defaults;
import java.time.Duration;

/**
 * When a file is turned over: {@code name} becomes {@code name.1}, that one {@code name.2} and so
 * on, and the oldest is deleted.
 *
 * @param size the largest size
 * @param age the longest age
 * @param files how many old ones are kept
 */
public record Rotation(ByteSize size, Duration age, int files) {
  /** What {@link Defaults} says for logs. */
  public static final Rotation DEFAULT =
      new Rotation(Defaults.LOG_SIZE, Defaults.LOG_AGE, Defaults.LOG_FILES);

  /** Checks the ranges. */
  public Rotation {
    if (age.isNegative() || age.isZero() || files < 0 || files > 1000) {
      throw new IllegalArgumentException(
          "rotation: age = %s, files = %d; give a positive age and 0 to 1000 files"
              .formatted(age, files));
    }
  }
}
