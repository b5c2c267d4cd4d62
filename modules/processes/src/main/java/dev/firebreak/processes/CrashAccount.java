package dev.firebreak.processes;

import dev.firebreak.supervisor.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the JVM's own account of a crash, {@code hs_err_pidN.log}: what it gave up for, where, and
 * in which thread. Its first lines say that, each behind a {@code #}.
 */
final class CrashAccount {
  /** The head and the thread are in the first few thousand bytes. */
  private static final int HEAD = 64 * 1024;

  private static final int WIDTH = 300;
  private static final Pattern SIGNAL =
      Pattern.compile("(SIG[A-Z]+|EXCEPTION_[A-Z_]+) \\((0x[0-9a-f]+)\\).*");
  private static final Pattern THREAD =
      Pattern.compile("Current thread \\([^)]*\\): +\\w+ \"([^\"]*)\".*");

  private static final Pattern SENT = Pattern.compile("siginfo: .*\\(SI_USER\\), si_pid: (\\d+).*");

  private CrashAccount() {}

  static Evidence.Crash read(Path account) {
    try (InputStream in = Files.newInputStream(account)) {
      return parse(account, new String(in.readNBytes(HEAD), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Evidence.Crash(account, "", "", ""); // that it is there says enough
    }
  }

  static Evidence.Crash parse(Path account, String text) {
    String reason = "";
    String frame = "";
    String thread = "";
    boolean next = false;
    for (String line : text.lines().toList()) {
      Matcher current = THREAD.matcher(line);
      if (current.matches()) {
        thread = cut(current.group(1));
        continue;
      }
      Matcher sent = SENT.matcher(line);
      if (sent.matches()) {
        reason += " sent by process " + sent.group(1);
        break;
      }
      String said = line.startsWith("#") ? line.substring(1).strip() : "";
      if (said.isEmpty()) {
        continue;
      }
      if (next) {
        frame = cut(said);
        next = false;
      } else if (said.startsWith("Problematic frame:")) {
        next = true;
      } else if (reason.isEmpty()) {
        reason = reason(said);
      } else if (reason.startsWith("Internal Error") && isDetail(said)) {
        reason = cut(said);
      }
    }
    return new Evidence.Crash(account, reason, frame, thread);
  }

  /** What stands behind an internal error is what it is about. */
  private static boolean isDetail(String said) {
    return List.of("fatal error: ", "Error: ", "guarantee(", "assert(").stream()
        .anyMatch(said::startsWith);
  }

  private static String reason(String said) {
    Matcher signal = SIGNAL.matcher(said);
    if (signal.matches()) {
      return signal.group(1) + " (" + signal.group(2) + ")";
    }
    boolean one =
        said.startsWith("There is insufficient memory")
            || said.startsWith("Out of Memory Error")
            || said.startsWith("Internal Error");
    return one ? cut(said) : "";
  }

  private static String cut(String text) {
    return text.length() > WIDTH ? text.substring(0, WIDTH) + "..." : text;
  }
}
