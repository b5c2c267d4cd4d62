package dev.firebreak.worker;

import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;

/**
 * The shutdown hook that says Leaving and has our threads out of native code. The frame is waited
 * for a second at most: on a busy machine it takes its time, but a parent that does not read holds
 * no exit up.
 */
final class Farewell extends Thread {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Pulse pulse;
  private final Listener listener;

  Farewell(Pulse pulse, Listener listener) {
    super(Daemon.group(), "firebreak-leaving");
    this.pulse = pulse;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      pulse.post(new ToParent.Leaving(), PATIENCE);
    } catch (IOException e) {
      // The parent is gone: firebreak-link reads the same and halts.
    }
    listener.retire();
  }
}
