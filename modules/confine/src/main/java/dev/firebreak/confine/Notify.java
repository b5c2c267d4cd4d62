package dev.firebreak.confine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service manager how the supervisor is, by systemd's notify protocol: one datagram a
 * word to the socket that {@code NOTIFY_SOCKET} names. Java has no datagrams for Unix sockets, so
 * it is sent natively, or by the command systemd-notify (which needs {@code NotifyAccess=all}).
 *
 * <p>Children must not inherit {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code
 * WATCHDOG_PID}: see {@link #VARIABLES}.
 */
public final class Notify {
  /**
   * What the service manager says to the supervisor alone: remove it from a child's environment.
   */
  public static final List<String> VARIABLES =
      List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");

  /** The size of sun_path. */
  private static final int LONGEST_ADDRESS = 108;

  private final String socket;
  private final Optional<Duration> watchdog;

  private Notify(String socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** The manager that this process was started by, or empty when none wants to be told. */
  public static Optional<Notify> fromEnvironment() {
    return from(System.getenv());
  }

  static Optional<Notify> from(Map<String, String> environment) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    return socket.isEmpty()
        ? Optional.empty()
        : Optional.of(new Notify(socket, watchdog(environment)));
  }

  /** Why nothing can be sent, though there may be a socket; or empty. */
  public static Optional<String> missing() {
    return Tool.named("systemd-notify").isPresent() && !Native.available()
        ? Optional.empty()
        : Native.missing();
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String limit = environment.getOrDefault("WATCHDOG_USEC", "");
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    boolean forUs = pid.isEmpty() || pid.equals("" + ProcessHandle.current().pid());
    return forUs && limit.matches("[1-9][0-9]{0,17}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(limit) * 1000))
        : Optional.empty();
  }

  /** The limit after which the manager takes silence for a hang: send at half of it. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** All children that are to be there are there. */
  public void ready() throws IOException {
    send("READY=1");
  }

  /** The stop has begun. */
  public void stopping() throws IOException {
    send("STOPPING=1");
  }

  /** A reload has begun; {@link #ready()} says its end. */
  public void reloading() throws IOException {
    // nanoTime is CLOCK_MONOTONIC on Linux, the clock that is asked for
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
  }

  /** One line that {@code systemctl status} shows. */
  public void status(String line) throws IOException {
    send("STATUS=" + line.replace('\n', ' '));
  }

  /** The supervisor's loop still turns. */
  public void alive() throws IOException {
    send("WATCHDOG=1");
  }

  private void send(String message) throws IOException {
    if (!Native.available()) {
      byCommand(message);
      return;
    }
    Native.Answer answer = Native.sendDatagram(address(), message.getBytes(StandardCharsets.UTF_8));
    if (answer.failed()) {
      throw failure(
          message,
          switch (answer.errno()) {
            case Native.ENOENT, Native.ECONNREFUSED -> "nobody listens there";
            case Native.EACCES -> "this user may not write there";
            default -> "errno " + answer.errno();
          });
    }
  }

  private void byCommand(String message) throws IOException {
    String command =
        Tool.named("systemd-notify")
            .map(Path::toString)
            .orElseThrow(() ->
                failure(
                    message,
                    Native.missing().orElse("") + ", and there is no systemd-notify on the PATH"));
    List<String> words = new ArrayList<>(List.of(command, "--"));
    words.addAll(message.lines().toList());
    Tool.Answer answer = Tool.run(words);
    if (answer.status() != 0) {
      throw failure(message, answer.text());
    }
  }

  /** A sockaddr_un: the family, then a path with its 0, or a 0 and an abstract name without one. */
  private byte[] address() throws IOException {
    boolean hidden = socket.startsWith("@");
    if (!hidden && !socket.startsWith("/")) {
      throw new IOException(
          "NOTIFY_SOCKET=" + socket + " is neither a path nor an abstract name; nothing was told");
    }
    byte[] name = socket.getBytes(StandardCharsets.UTF_8);
    if (name.length >= LONGEST_ADDRESS) {
      throw new IOException("NOTIFY_SOCKET=" + socket + " is longer than a socket's name can be");
    }
    ByteArrayOutputStream address = new ByteArrayOutputStream();
    short unix = 1;
    address.writeBytes(
        ByteBuffer.allocate(2).order(ByteOrder.nativeOrder()).putShort(unix).array());
    if (hidden) {
      name[0] = 0;
      address.writeBytes(name);
    } else {
      address.writeBytes(name);
      address.write(0);
    }
    return address.toByteArray();
  }

  private IOException failure(String message, String cause) {
    return new IOException(
        "the service manager at "
            + socket
            + " was not told "
            + message.lines().findFirst().orElse("")
            + ": "
            + cause);
  }
}
