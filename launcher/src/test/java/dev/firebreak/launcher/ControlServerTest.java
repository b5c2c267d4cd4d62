package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control socket, with peers that mean well and others. */
@Timeout(60)
final class ControlServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  @TempDir Path state;

  private ControlServer open() throws IOException {
    return ControlServer.open(state, request -> Map.of("echo", String.valueOf(request.get("do"))));
  }

  private String raw(String text) throws IOException {
    try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      peer.connect(UnixDomainSocketAddress.of(ControlSocket.find(state).orElseThrow()));
      peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return ControlWire.receive(peer, ControlWire.ANSWER);
    }
  }

  @Test
  void answers() throws IOException {
    try (var _ = open()) {
      var reply = ControlClient.ask(state, ControlClient.request("hello"), PATIENCE);

      var answer = assertInstanceOf(ControlClient.Reply.Answer.class, reply);
      assertEquals("hello", answer.members().get("echo"));
    }
  }

  @Test
  void garbage() throws IOException {
    try (var _ = open()) {
      assertTrue(raw("\u0000\u0001 rubbish\n").contains("\"ok\":false"));
      assertTrue(raw("[1,2]\n").contains("it is no JSON object"));
      assertTrue(raw("[".repeat(6000) + "\n").contains("\"ok\":false"));
      assertTrue(raw("{\"firebreak\":99,\"do\":\"x\"}\n").contains("speaks version 1"));
      assertTrue(raw("{\"firebreak\":1,\"do\":\"x\"}\n").contains("\"echo\":\"x\""));
    }
  }

  @Test
  void lineWithoutEnd() throws IOException {
    try (var _ = open()) {
      String answer = raw("x".repeat(ControlWire.REQUEST + 20_000));

      assertTrue(answer.isEmpty() || answer.contains("more than"), answer);
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).matches(".*(reset|pipe).*"), e.getMessage());
    }
  }

  @Test
  void manySilentPeersHoldUpNobody() throws IOException {
    try (var _ = open()) {
      for (int i = 0; i < 20; i++) {
        SocketChannel.open(UnixDomainSocketAddress.of(ControlSocket.find(state).orElseThrow()));
      }

      assertInstanceOf(
          ControlClient.Reply.Answer.class,
          ControlClient.ask(state, ControlClient.request("hello"), PATIENCE));
    }
  }

  @Test
  void socketLeftBehind() throws IOException {
    ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    left.bind(UnixDomainSocketAddress.of(ControlSocket.make(state)));
    left.close();

    assertInstanceOf(
        ControlClient.Reply.Nobody.class,
        ControlClient.ask(state, ControlClient.request("hello"), PATIENCE));
    open().close();
  }

  @Test
  void supervisorThatDoesNotAnswer() throws IOException {
    try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      deaf.bind(UnixDomainSocketAddress.of(ControlSocket.make(state)));

      assertInstanceOf(
          ControlClient.Reply.Silent.class,
          ControlClient.ask(state, ControlClient.request("hello"), Duration.ofMillis(100)));
    }
  }

  @Test
  void pathTooLongForASocket() throws IOException {
    Path deep = Files.createDirectories(state.resolve("x".repeat(60)).resolve("y".repeat(60)));

    try (var _ = ControlServer.open(deep, request -> Map.of())) {
      Path socket = ControlSocket.find(deep).orElseThrow();
      assertTrue(socket.toString().length() < 100, socket.toString());
      assertInstanceOf(
          ControlClient.Reply.Answer.class,
          ControlClient.ask(deep, ControlClient.request("hello"), PATIENCE));
    }
  }

  @Test
  void anAnswerThatTakesTimeIsNotCutOff() throws IOException {
    ControlServer.Handler slow =
        request -> {
          Thread.sleep(1000);
          throw new TimeoutException();
        };
    try (var _ = ControlServer.open(state, slow, Duration.ofMillis(200))) {
      var reply = ControlClient.ask(state, ControlClient.request("hello"), PATIENCE);

      var refused = assertInstanceOf(ControlClient.Reply.Refused.class, reply);
      assertTrue(refused.sentence().contains("is busy"), refused.sentence());
    }
  }

  @Test
  void aPeerThatSaysNothingIsLeft() throws IOException {
    try (var _ = ControlServer.open(state, request -> Map.of(), Duration.ofMillis(200))) {
      assertEquals("", raw("no end of a line"));
    }
  }
}
