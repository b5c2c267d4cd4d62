package dev.firebreak.launcher;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command says on stderr: sentences, and a stack trace only where it is asked for. */
final class Words {
  private Words() {}

  /** Tells why a command failed, and gives its exit status. */
  static int failure(Throwable failure) {
    if (debug()) {
      failure.printStackTrace(System.err);
    }
    say(sentence(failure));
    return failure instanceof CommandFailure known ? known.status() : Status.FAILED;
  }

  static void say(String sentence) {
    System.err.println("firebreak: " + sentence);
  }

  /** Tells all faults of a file, as compilers do. */
  static void faults(String file, List<Fault> faults, List<Fault> warnings) {
    warnings.forEach(warning -> System.err.println(warning.in(file) + " (a warning)"));
    faults.forEach(fault -> System.err.println(fault.in(file)));
    if (!faults.isEmpty()) {
      say(
          "%d %s in %s; nothing was started or changed"
              .formatted(faults.size(), faults.size() == 1 ? "fault" : "faults", file));
    }
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof CommandFailure known) {
      return known.sentence();
    }
    @Nullable String message = failure.getMessage();
    if (failure instanceof IOException && message != null) {
      return message;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("Too many open files")) {
        return "too many open files for firebreak itself; raise the limit with `ulimit -n`";
      }
    }
    return "a fault of firebreak itself: %s; FIREBREAK_DEBUG=1 shows where. Please report it"
        .formatted(failure);
  }

  static boolean debug() {
    String value = System.getenv("FIREBREAK_DEBUG");
    return value != null && !value.isEmpty() && !value.equals("0");
  }
}
