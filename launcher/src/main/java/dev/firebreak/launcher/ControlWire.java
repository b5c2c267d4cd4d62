package dev.firebreak.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What crosses the control socket of a supervisor. The peer connects, sends one line and gets one
 * line; both are JSON objects in UTF-8, ended by a newline. Then both close.
 *
 * <pre>
 * request   {"firebreak":1, "do":"status"}
 *           {"firebreak":1, "do":"stop" | "reload"}
 *           {"firebreak":1, "do":"stop-child" | "restart-child", "child":"web"}
 *           {"firebreak":1, "do":"signal", "child":"web", "number":9}
 * answer    {"firebreak":1, "ok":true, ...}
 *           {"firebreak":1, "ok":false, "status":3, "error":"a sentence"}
 * status    ..., "supervisor":"shop", "pid":4711, "children":[a ChildStatus, ...]
 * </pre>
 *
 * A request has {@value #REQUEST} bytes at most, an answer {@value #ANSWER}. A peer of another
 * version, or one that sends what is no request, gets an error. The answer to {@code stop} comes
 * when the stop has begun; the connection ends when the supervisor has.
 */
final class ControlWire {
  static final int VERSION = 1;
  static final int REQUEST = 8 * 1024;
  static final int ANSWER = 16 * 1024 * 1024;

  private ControlWire() {}

  /** A line is longer than it may be. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(int limit) {
      super("a line of more than " + limit + " bytes");
    }
  }

  /**
   * Reads one line.
   *
   * @return what came before the newline or the end
   */
  static String receive(SocketChannel channel, int limit) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(limit, 16 * 1024));
    while (channel.read(buffer) >= 0) {
      byte[] bytes = buffer.array();
      for (int i = 0; i < buffer.position(); i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, 0, i);
          return line.toString(StandardCharsets.UTF_8);
        }
      }
      line.write(bytes, 0, buffer.position());
      if (line.size() > limit) {
        throw new TooLong(limit);
      }
      buffer.clear();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  static void send(SocketChannel channel, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
