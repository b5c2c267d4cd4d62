package dev.firebreak.pool;

import org.jspecify.annotations.Nullable;

/**
 * A map that its pool accepted as a whole: its chunks are taken also when the pool was shut down
 * meanwhile, and the pool ends behind it. That is over when it has ended or was given up, and when
 * its own input shuts the pool down, which else would wait for itself.
 */
final class Accepted {
  private final Intake intake;
  private volatile @Nullable Thread reader;

  Accepted(Intake intake) {
    this.intake = intake;
  }

  /** The calling thread takes its input from now on. */
  void reads() {
    reader = Thread.currentThread();
  }

  boolean readBy(Thread thread) {
    return reader == thread;
  }

  /** It sends no more chunks; once more does no harm. */
  void over() {
    intake.over(this);
  }
}
