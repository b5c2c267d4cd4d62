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
import java.util.concurrent.atomic.AtomicReference;

/** Asks a child from outside, once: by its port or by a command. */
final class Asking {
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
      AtomicReference<String> last = new AtomicReference<>("");
      Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), last));
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return Optional.of(
            "the command %s did not end within %d ms".formatted(command, limit.toMillis()));
      }
      if (process.exitValue() == 0) {
        return Optional.empty();
      }
      boolean whole = reader.join(Duration.ofMillis(100));
      return Optional.of(
          "the command %s ended with status %d%s"
              .formatted(
                  command,
                  process.exitValue(),
                  whole && !last.get().isEmpty() ? ": " + last.get() : ""));
    } catch (IOException e) {
      return Optional.of("the command %s cannot be run: %s".formatted(command, e.getMessage()));
    }
  }

  /** Keeps the end of what it says: there stands the reason. */
  private static void read(InputStream in, AtomicReference<String> last) {
    byte[] chunk = new byte[8192];
    try (in) {
      for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
        byte[] end = Arrays.copyOfRange(chunk, Math.max(0, got - 300), got);
        last.set(new String(end, StandardCharsets.UTF_8).strip());
      }
    } catch (IOException e) {
      // The command's status tells what there is to tell.
    }
  }
}
