package dev.firebreak.confine;

import java.nio.file.Path;
import java.util.List;

/** What this machine offers, part by part, each missing one with its reason and its remedy. */
public final class Rings {
  private static final String FLAG = "start java with --enable-native-access=dev.firebreak.confine";
  private static final String LINUX_ONLY = "nothing on this system; Linux has it";

  private Rings() {}

  /** Looks at everything now; costs a millisecond and starts no process. */
  public static List<Ring> rings() {
    return List.of(
        calls(),
        session(),
        fifo(),
        processes(),
        guardian(),
        sweep(),
        orphans(),
        notifying(),
        descriptors());
  }

  private static Ring calls() {
    return Native.missing()
        .map(why ->
            Ring.missing(
                "native calls", why + ": signals and FIFOs take a command, some 2 ms each", FLAG))
        .orElseGet(() -> Ring.there("native calls", "kill, mkfifo and more by the C library"));
  }

  private static Ring session() {
    String name = "own session";
    return switch (Session.means()) {
      case SETSID -> Ring.there(name, "by " + Tool.named("setsid").map(Path::toString).orElse(""));
      case PERL -> Ring.there(name, "by perl, for want of setsid; some ms slower a child");
      case NONE ->
          Ring.missing(
              name,
              "neither setsid nor perl is on the PATH: a child's own children outlive a kill of"
                  + " it, and Ctrl-C reaches it directly",
              "install util-linux");
    };
  }

  private static Ring fifo() {
    String name = "stdout apart from the link";
    if (Native.available()) {
      return Ring.there(name, "FIFOs by mkfifo(3)");
    }
    return Tool.named("mkfifo")
        .map(path -> Ring.there(name, "FIFOs by " + path))
        .orElseGet(
            () -> Ring.missing(name, "no native calls and no mkfifo command", "install coreutils"));
  }

  private static Ring processes() {
    return ProcessTable.readable()
        ? Ring.there("process table", "/proc: state, CPU time, memory of each child")
        : Ring.missing(
            "process table",
            "no readable /proc: a stopped child is not told from a busy one, and a reused pid not"
                + " from the old one",
            Native.LINUX ? "mount -t proc proc /proc" : LINUX_ONLY);
  }

  private static Ring guardian() {
    return Guardian.missing()
        .map(why ->
            Ring.missing(
                "guardian",
                why + ": after a kill of the supervisor, stopped children would stay",
                "put sh on the PATH"))
        .orElseGet(() -> Ring.there("guardian", "kills every group when the supervisor is killed"));
  }

  private static Ring sweep() {
    boolean found = ProcessTable.readable() && Tool.named("grep").isPresent();
    return found
        ? Ring.there("sweep", "finds by their environment the processes that left their group")
        : Ring.missing(
            "sweep",
            "needs /proc and grep: a grandchild in a session of its own outlives the supervisor",
            Native.LINUX ? "install grep, mount /proc" : LINUX_ONLY);
  }

  private static Ring orphans() {
    return Orphans.missing()
        .map(why -> Ring.missing("orphans", why + ": as pid 1, zombies would pile up", FLAG))
        .orElseGet(() -> Ring.there("orphans", "reaped when this is pid 1 of a container"));
  }

  private static Ring notifying() {
    return Notify.missing()
        .map(why -> Ring.missing("systemd notify", why + ", and no systemd-notify", FLAG))
        .orElseGet(() -> Ring.there("systemd notify", "sent where NOTIFY_SOCKET is set"));
  }

  private static Ring descriptors() {
    Descriptors now = Descriptors.now();
    boolean enough = now.roomForChildren().orElse(Long.MAX_VALUE) >= 200;
    return enough
        ? Ring.there("descriptors", now.sentence())
        : Ring.missing("descriptors", now.sentence(), "ulimit -n 4096");
  }
}
