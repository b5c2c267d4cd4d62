package dev.firebreak.confine;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Sends signals to a process or to its whole group, by kill(2), or by the shell's {@code kill}
 * where native access is not granted (0.2 us against some 2 ms).
 *
 * <p>A zombie that nobody has reaped still counts as there. Nothing is ever sent to pid 1, to 0 or
 * to -1, which to the kernel means "my group" and "everybody".
 */
public final class Signals {
  private Signals() {}

  /** The signals that a supervisor and its users send. */
  public enum Signal {
    HUP(1, 1),
    INT(2, 2),
    QUIT(3, 3),
    ABRT(6, 6),
    KILL(9, 9),
    USR1(10, 30),
    SEGV(11, 11),
    USR2(12, 31),
    TERM(15, 15),
    CONT(18, 19),
    STOP(19, 17),
    TSTP(20, 18);

    private final int linux;
    private final int mac;

    Signal(int linux, int mac) {
      this.linux = linux;
      this.mac = mac;
    }

    /** Its number on this system. */
    public int number() {
      return Native.LINUX ? linux : mac;
    }

    /** Reads {@code KILL}, {@code SIGKILL}, {@code kill} or {@code 9}. */
    public static Signal parse(String text) {
      String name = text.strip().toUpperCase(Locale.ROOT);
      String bare = name.startsWith("SIG") ? name.substring(3) : name;
      for (Signal signal : values()) {
        if (signal.name().equals(bare) || Integer.toString(signal.number()).equals(bare)) {
          return signal;
        }
      }
      throw new IllegalArgumentException(
          "\"" + text + "\" is no signal that can be sent; these can: " + List.of(values()));
    }
  }

  /** Pays for the first native call now (some 40 ms), off the caller's hot path. */
  public static void warm() {
    Native.warm();
  }

  /** Sends to one process; false when there is none of that pid. */
  public static boolean sendTo(long pid, Signal signal) {
    return send(target("process", pid), signal, "process " + pid);
  }

  /** Sends to this process, and to no later one that was given its pid. */
  public static boolean sendTo(Identity process, Signal signal) {
    return !process.replaced() && sendTo(process.pid(), signal);
  }

  /** Sends to every process of the group; false when the group is gone. */
  public static boolean sendToGroup(long pgid, Signal signal) {
    return send(-target("process group", pgid), signal, "process group " + pgid);
  }

  /**
   * Sends to the group that this leader opened, also when the leader itself has ended before its
   * children; false when the group is gone or its number belongs to another process by now.
   */
  public static boolean sendToGroup(Identity leader, Signal signal) {
    return !leader.replaced() && sendToGroup(leader.pid(), signal);
  }

  /**
   * Asks a group to end: TERM, and CONT with it, for a stopped process would take notice of nothing
   * but KILL.
   */
  public static boolean terminateGroup(Identity leader) {
    return sendToGroup(leader, Signal.TERM) && sendToGroup(leader, Signal.CONT);
  }

  /**
   * Kills the group, and the leader too where it could not be given a group of its own. False when
   * neither is there any more.
   */
  public static boolean killGroup(Identity leader) {
    boolean group = sendToGroup(leader, Signal.KILL);
    return group || sendTo(leader, Signal.KILL);
  }

  private static long target(String what, long number) {
    if (number < 2 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no signal is ever sent to " + what + " " + number);
    }
    return number;
  }

  private static boolean send(long target, Signal signal, String who) {
    return Native.available() ? byCall(target, signal, who) : byCommand(target, signal, who);
  }

  private static boolean byCall(long target, Signal signal, String who) {
    Native.Answer answer = Native.kill(target, signal.number());
    if (!answer.failed()) {
      return true;
    }
    return switch (answer.errno()) {
      case Native.ESRCH -> false;
      case Native.EPERM -> throw refused(signal, who);
      default ->
          throw new IllegalStateException(
              "SIG" + signal + " to " + who + " failed with errno " + answer.errno());
    };
  }

  private static boolean byCommand(long target, Signal signal, String who) {
    String shell = Tool.named("sh").map(Object::toString).orElse("/bin/sh");
    try {
      Tool.Answer answer =
          Tool.run(
              List.of(shell, "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal.name(), "" + target));
      if (answer.status() == 0) {
        return true;
      }
      if (answer.text().contains("No such process")) {
        return false;
      }
      if (answer.text().contains("not permitted")) {
        throw refused(signal, who);
      }
      throw new IllegalStateException("SIG" + signal + " to " + who + " failed: " + answer.text());
    } catch (IOException failed) {
      throw new IllegalStateException(
          "SIG" + signal + " to " + who + " was not sent: the command for it did not run", failed);
    }
  }

  private static IllegalStateException refused(Signal signal, String who) {
    return new IllegalStateException(
        "SIG"
            + signal
            + " to "
            + who
            + " was refused: it belongs to another user. Send it as that user or as root.");
  }
}
