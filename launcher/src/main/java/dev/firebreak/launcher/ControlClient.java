package dev.firebreak.launcher;

import dev.firebreak.processes.Json;
import dev.firebreak.processes.JsonReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a supervisor through its control socket; see {@link ControlWire}. */
final class ControlClient {
  private ControlClient() {}

  /** What came of a question. */
  sealed interface Reply {
    /** An answer, its members as plain maps, lists and values. */
    record Answer(Map<?, ?> members) implements Reply {}

    /** The supervisor refused. */
    record Refused(int status, String sentence) implements Reply {}

    /** Nobody listens: there is no socket, or its supervisor was killed. */
    record Nobody() implements Reply {}

    /** Somebody listens and did not answer in time: stopped, hung or overloaded. */
    record Silent(Duration waited) implements Reply {}
  }

  /** A request without more members. */
  static Map<String, Object> request(String what) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("firebreak", ControlWire.VERSION);
    request.put("do", what);
    return request;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param state the supervisor's state folder
   */
  static Reply ask(Path state, Map<String, Object> request, Duration patience) {
    Optional<Path> socket = ControlSocket.find(state);
    if (socket.isEmpty()) {
      return new Reply.Nobody();
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> reply.complete(talk(socket.get(), request)));
    try {
      return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Reply.Silent(patience);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Silent(patience);
    }
  }

  private static Reply talk(Path socket, Map<String, Object> request) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ControlWire.send(channel, Json.line(request));
      String line = ControlWire.receive(channel, ControlWire.ANSWER);
      if (line.isEmpty()) {
        return new Reply.Nobody(); // it ended while it was asked
      }
      return JsonReader.tree(line) instanceof Map<?, ?> answer
          ? reply(answer)
          : new Reply.Refused(Status.FAILED, "the supervisor answered with what is no answer");
    } catch (IOException | IllegalArgumentException e) {
      return new Reply.Nobody(); // refused: the socket was left behind
    }
  }

  private static Reply reply(Map<?, ?> answer) {
    if (Boolean.TRUE.equals(answer.get("ok"))) {
      return new Reply.Answer(answer);
    }
    int status = answer.get("status") instanceof Number number ? number.intValue() : Status.FAILED;
    return new Reply.Refused(status, String.valueOf(answer.get("error")));
  }
}
