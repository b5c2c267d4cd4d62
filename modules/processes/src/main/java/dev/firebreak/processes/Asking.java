package dev.firebreak.processes;

import dev.firebreak.api.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks a child from outside, once: by its port or by a command. */
final class Asking {
  /** How often what a command says is read: its pipe takes 64 KiB, and then it would wait. */
  private static final Duration LISTEN = Duration.ofMillis(5);

  /**
   * How many reads behind each other: so much that no command is held up, and the limit is seen.
   */
  private static final int MOST = 1024;

  private static final int CHUNK = 8192;

  /** Bytes that are kept of it. */
  private static final int TAIL = 300;

  private Asking() {}

  /** What is wrong; empty if all is well. Waits for the answer. */
  static Optional<String> ask(Readiness probe, Duration limit, String path, long pid)
      throws InterruptedException {
    return switch (probe) {
      case Readiness.Port(int port) -> connect(port, limit);
      case Readiness.Command(List<String> command) -> run(command, limit, path, pid);
      case Readiness.MainReached _, Readiness.Called _, Readiness.Output _ -> Optional.empty();
    };
  }

  private static Optional<String> connect(int port, Duration limit) {
    try (Socket socket = new Socket()) {
      int millis = Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("port %d did not answer: %s".formatted(port, e.getMessage()));
    }
  }

  private static Optional<String> run(List<String> command, Duration limit, String path, long pid)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(Environment.CHILD, path);
    builder.environment().put(Environment.PID, Long.toString(pid));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream said = process.getInputStream()) {
        long begun = System.nanoTime();
        byte[] last = {};
        while (!process.waitFor(LISTEN.toNanos(), TimeUnit.NANOSECONDS)) {
          last = newest(said, last);
          if (System.nanoTime() - begun > limit.toNanos()) {
            return Optional.of(
                "the command %s did not end within %d ms".formatted(command, limit.toMillis()));
          }
        }
        String end = new String(newest(said, last), StandardCharsets.UTF_8).strip();
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of(
                "the command %s ended with status %d%s"
                    .formatted(command, process.exitValue(), end.isEmpty() ? "" : ": " + end));
      } finally {
        if (process.isAlive()) { // it took too long, or nobody wants to know any more
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      return Optional.of("the command %s cannot be run: %s".formatted(command, e.getMessage()));
    }
  }

  /**
   * The end of what it has said: there stands the reason. Takes only what is there, as somebody
   * else may hold the pipe for ever: a daemon that the command started.
   */
  private static byte[] newest(InputStream in, byte[] before) throws IOException {
    byte[] all = Arrays.copyOf(before, before.length + CHUNK);
    int length = before.length;
    for (int round = 0; round < MOST && in.available() > 0; round++) {
      int got = in.read(all, length, Math.min(CHUNK, in.available()));
      if (got > 0) {
        int kept = Math.min(TAIL, length + got);
        System.arraycopy(all, length + got - kept, all, 0, kept);
        length = kept;
        all = Arrays.copyOf(all, length + CHUNK);
      }
    }
    return Arrays.copyOf(all, length);
  }
}
