package dev.firebreak.launcher;

import dev.firebreak.processes.Json;
import dev.firebreak.processes.JsonReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the control socket of a supervisor; see {@link ControlWire}.
 *
 * <h2>For maintainers</h2>
 *
 * <p>One daemon thread accepts; each peer has a virtual thread of its own, so that a slow one holds
 * up nobody. A peer has {@link #PATIENCE} to send its line, and again to take its answer; then its
 * connection is closed under it, which ends the blocked read or write. At most {@link #PEERS} are
 * served at a time, the others wait in the system's queue. The socket lies in a folder of mode
 * 0700, and the system tells whose process the peer is: only the same user's, and root's, are
 * heard.
 */
final class ControlServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int PEERS = 64;

  /** Does what a peer asks. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers one request, or throws a {@link CommandFailure}. Runs on a virtual thread.
     *
     * @param request its members
     */
    Map<String, Object> answer(Map<?, ?> request) throws Exception;
  }

  private final ServerSocketChannel listener;
  private final Path path;
  private final Handler handler;
  private final String user;
  private final Semaphore peers = new Semaphore(PEERS);
  private final Executor later;

  private ControlServer(
      ServerSocketChannel listener, Path path, Handler handler, String user, Duration patience) {
    this.listener = listener;
    this.path = path;
    this.handler = handler;
    this.user = user;
    this.later = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Starts to listen.
   *
   * @param state the supervisor's state folder
   */
  static ControlServer open(Path state, Handler handler) throws IOException {
    return open(state, handler, PATIENCE);
  }

  static ControlServer open(Path state, Handler handler, Duration patience) throws IOException {
    Path path = ControlSocket.make(state);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path), PEERS);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    ControlServer server =
        new ControlServer(listener, path, handler, Files.getOwner(path).getName(), patience);
    Thread.ofPlatform().daemon().name("firebreak-control").start(server::accept);
    return server;
  }

  private void accept() {
    while (true) {
      try {
        peers.acquire();
        SocketChannel peer = listener.accept();
        Thread.ofVirtual().name("firebreak-control-peer").start(() -> serve(peer));
      } catch (ClosedChannelException | InterruptedException e) {
        return; // closed: the supervisor has ended
      } catch (IOException e) {
        peers.release(); // too many open files, most likely: the peer waits until there is one
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void serve(SocketChannel peer) {
    try (peer) {
      UnixDomainPrincipal who = peer.getOption(ExtendedSocketOptions.SO_PEERCRED);
      String name = who.user().getName();
      if (!name.equals(user) && !name.equals("root")) {
        return; // not this user's business; the folder's mode keeps them out before
      }
      String request;
      try (Limit _ = new Limit(peer)) {
        request = ControlWire.receive(peer, ControlWire.REQUEST);
      }
      String answer = answer(request); // takes its own time, and says so where that is too long
      try (Limit _ = new Limit(peer)) {
        ControlWire.send(peer, answer);
      }
    } catch (ControlWire.TooLong e) {
      refuse(peer, "the request is " + e.getMessage());
    } catch (IOException e) {
      // the peer is gone, or was too slow: it is its own loss
    } finally {
      peers.release();
    }
  }

  /** Closes a connection under a peer that takes longer over something than it may. */
  private final class Limit implements AutoCloseable {
    private final AtomicBoolean kept = new AtomicBoolean();

    Limit(SocketChannel peer) {
      later.execute(() -> {
        if (kept.compareAndSet(false, true)) {
          ControlServer.close(peer);
        }
      });
    }

    @Override
    public void close() {
      kept.set(true);
    }
  }

  private static void refuse(SocketChannel peer, String sentence) {
    try {
      ControlWire.send(peer, error(Status.USAGE, sentence));
    } catch (IOException e) {
      // the peer is gone: nobody reads this
    }
  }

  private static void close(SocketChannel peer) {
    try {
      peer.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  private String answer(String line) {
    try {
      Object tree = JsonReader.tree(line);
      if (!(tree instanceof Map<?, ?> request)) {
        return error(Status.USAGE, "that is no request: it is no JSON object");
      }
      Object version = request.get("firebreak");
      if (!String.valueOf(version).equals(Integer.toString(ControlWire.VERSION))) {
        return error(
            Status.USAGE,
            "this supervisor speaks version %d of the control protocol, and was asked in %s; use the"
                    .formatted(ControlWire.VERSION, version)
                + " firebreak that started it");
      }
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("firebreak", ControlWire.VERSION);
      answer.put("ok", true);
      answer.putAll(handler.answer(request));
      return Json.line(answer);
    } catch (CommandFailure e) {
      return error(e.status(), e.sentence());
    } catch (Exception e) {
      return error(Status.FAILED, words(e));
    }
  }

  private static String words(Exception failure) {
    @Nullable Throwable cause =
        failure instanceof ExecutionException ? failure.getCause() : failure;
    return cause instanceof TimeoutException
        ? "the supervisor is busy and did not take the request in time; try again"
        : cause == null || cause.getMessage() == null
            ? String.valueOf(cause)
            : String.valueOf(cause.getMessage());
  }

  private static String error(int status, String sentence) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("firebreak", ControlWire.VERSION);
    answer.put("ok", false);
    answer.put("status", status);
    answer.put("error", sentence);
    return Json.line(answer);
  }

  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // a left socket is recognized as stale by whoever connects to it
    }
  }
}
