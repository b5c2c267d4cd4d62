package dev.firebreak.images;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for a lock between processes no longer than a limit, as whoever holds it may be stopped.
 * The system's own wait knows no limit, so a thread of its own waits, which the end of the channel
 * ends.
 */
public final class PatientLock {
  private PatientLock() {}

  /**
   * Locks a file alone; that goes with its channel.
   *
   * @return false if another process has it for longer than the limit; the channel is closed then
   * @throws InterruptedException if the caller was interrupted meanwhile; the same holds then
   */
  public static boolean lock(FileChannel channel, Duration limit)
      throws IOException, InterruptedException {
    if (channel.tryLock() != null) {
      return true;
    }
    if (limit.isZero()) {
      channel.close();
      return false;
    }
    FutureTask<FileLock> lock = new FutureTask<>(channel::lock);
    Thread.ofPlatform().daemon().name("firebreak-lock").start(lock);
    boolean ours = false;
    try {
      var _ = lock.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      ours = true;
    } catch (TimeoutException e) {
      // Told by the result.
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      if (!ours) {
        channel.close();
      }
    }
    return ours;
  }
}
