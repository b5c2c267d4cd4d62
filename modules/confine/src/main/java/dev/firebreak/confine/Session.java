package dev.firebreak.confine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The wrapper around a child's command: a session of its own, the link on descriptors 3 and 4, and
 * three streams that are the program's own.
 *
 * <p>Given to {@link ProcessBuilder}, whose pipes for stdin and stdout become the link at 3 and 4,
 * and whose pipe for stderr stays stderr. Nothing forks on the way, so the pid of the {@link
 * Process} is the JVM's, and it is the number of its group and of its session too.
 *
 * <p>Both files are opened by the child. A FIFO holds it there until the other end is open, already
 * in its session, so a group kill works at every moment. A file that cannot be opened ends it with
 * status 2 and the shell's sentence on stderr.
 */
public final class Session {
  /** No core by default: one of a large heap takes minutes and the disk; a program may raise it. */
  private static final String REWIRE =
      "ulimit -S -c 0; in=$1 out=$2; shift 2; exec \"$@\" 3<&0 4>&1 <\"$in\" >\"$out\"";

  private static final String PERL =
      "use POSIX; POSIX::setsid() >= 0 or die \"setsid: $!\\n\"; exec { $ARGV[0] } @ARGV or die"
          + " \"$ARGV[0]: $!\\n\"";

  private Session() {}

  /** By what means a child gets a session of its own. */
  public enum Means {
    /** The command setsid(1). */
    SETSID,
    /** Perl's POSIX module, some 5 ms slower. */
    PERL,
    /** None: it stays in the supervisor's group, and its children outlive a kill of it. */
    NONE
  }

  /** What this machine offers. */
  public static Means means() {
    if (Tool.named("setsid").isPresent()) {
      return Means.SETSID;
    }
    return Tool.named("perl").isPresent() ? Means.PERL : Means.NONE;
  }

  /**
   * The command that runs {@code java} with its streams and its session in place.
   *
   * @param java the command to wrap, its program first
   * @param stdin a file, a FIFO or {@code /dev/null}
   * @param stdout a FIFO or a file that exists
   * @throws UnsupportedOperationException on a system without a shell
   */
  public static List<String> command(List<String> java, Path stdin, Path stdout) {
    List<String> command = new ArrayList<>(prefix());
    command.addAll(List.of(shell(), "-c", REWIRE, "firebreak-session"));
    command.add(stdin.toString());
    command.add(stdout.toString());
    command.addAll(java);
    return command;
  }

  /** What stands before a command that shall run in a session of its own; may be empty. */
  static List<String> prefix() {
    Optional<Path> setsid = Tool.named("setsid");
    if (setsid.isPresent()) {
      return List.of(setsid.get().toString());
    }
    return Tool.named("perl").map(perl -> List.of(perl.toString(), "-e", PERL)).orElse(List.of());
  }

  static String shell() {
    return Tool.named("sh")
        .map(Path::toString)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "no sh on this system's PATH: a child gets its link and its session through"
                    + " it. Install one, or set PATH so that it is found."));
  }
}
