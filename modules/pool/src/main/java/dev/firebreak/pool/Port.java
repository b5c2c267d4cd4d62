package dev.firebreak.pool;

import dev.firebreak.link.FromWorker;
import java.io.IOException;

/** Hears one worker, on the thread that reads its link. */
public interface Port {
  /**
   * Hears a frame.
   *
   * @throws IOException if it is out of turn or malformed: then the worker is killed
   */
  void heard(FromWorker frame) throws IOException;

  /** Whether the worker has begun something that it has not ended. */
  boolean working();

  /** The thread is about to wait for a frame. */
  void pausing() throws IOException;

  /** It has one, or the end of the link. */
  void resuming() throws IOException;
}
