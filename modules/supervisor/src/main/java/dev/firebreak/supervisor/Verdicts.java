package dev.firebreak.supervisor;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import java.util.List;
import java.util.Optional;

/**
 * Why a process ended: joins what we did to it, what it told, and what the system says, in this
 * order, as exit statuses alone mislead.
 */
final class Verdicts {
  private static final String OOM = "Terminating due to java.lang.OutOfMemoryError: ";

  private Verdicts() {}

  static Verdict of(Facts facts, Report.Ended end) {
    Facts.Fault fault = facts.fault;
    if (fault != null) {
      return new Verdict(
          fault.cause(),
          Confidence.CERTAIN,
          fault.sentence() + ", so it was killed",
          fault.numbers());
    }
    if (facts.stopped != null) {
      return certain(Cause.STOPPED, stopped(facts, end.exit()));
    }
    if (facts.operatorSignal != 0 && bySignal(facts.operatorSignal, facts, end.exit())) {
      return certain(
          Cause.KILLED_BY_OPERATOR,
          "a person sent it %s".formatted(new Exit.Signal(facts.operatorSignal)));
    }
    return told(facts, end).orElseGet(() -> seen(facts, end));
  }

  private static boolean bySignal(int signal, Facts facts, Exit exit) {
    return switch (exit) {
      case Exit.Signal(int number) -> number == signal || (number == 6 && signal != 9);
      case Exit.Code _, Exit.NotSpawned _ -> facts.leaving && signal != 9;
    };
  }

  private static String stopped(Facts facts, Exit exit) {
    Rung rung = facts.rung;
    String how =
        exit instanceof Exit.NotSpawned
            ? "before it was created"
            : rung == null
                ? "somebody else's SIGTERM came before ours"
                : switch (rung) {
                  case ASK -> "it returned when asked";
                  case INTERRUPT -> "it ended when interrupted";
                  case TERMINATE ->
                      exit instanceof Exit.Signal(int number) && number == 9
                          ? "it was killed by somebody else meanwhile"
                          : "it ended on SIGTERM";
                  case KILL -> "it had to be killed";
                };
    return "stopped, because %s; %s".formatted(facts.stopped, how);
  }

  private static Optional<Verdict> told(Facts facts, Report.Ended end) {
    Report.Failed failed = facts.failed;
    if (failed != null) {
      return Optional.of(certain(Cause.START_FAILED, failed.sentence()));
    }
    Report.OutOfMemory oom = facts.outOfMemory;
    if (oom != null) {
      return Optional.of(outOfMemory(oom.kind(), oom.message()));
    }
    if (end.exit() instanceof Exit.Code(int status) && status == 3) {
      Optional<String> line =
          java.util.stream.Stream.concat(end.stdout().stream(), end.stderr().stream())
              .filter(text -> text.contains(OOM))
              .findFirst();
      if (line.isPresent()) {
        String message = line.get().substring(line.get().indexOf(OOM) + OOM.length());
        return Optional.of(outOfMemory(kind(message), message));
      }
    }
    Report.Threw threw = facts.threw;
    if (threw != null && end.exit() instanceof Exit.Code(int status) && status == 1) {
      return Optional.of(certain(Cause.EXCEPTION, threw.summary()));
    }
    return Optional.empty();
  }

  private static String kind(String message) {
    return message.startsWith("Java heap space")
            || message.startsWith("GC overhead")
            || message.startsWith("Requested array size")
        ? "heap"
        : message.toLowerCase(java.util.Locale.ROOT);
  }

  private static Verdict outOfMemory(String kind, String message) {
    return kind.equals("heap")
        ? certain(
            Cause.HEAP_OOM,
            "its heap was full (%s); give it a larger one (heap), or find what it keeps"
                .formatted(message))
        : certain(shortOf(kind), "it ran out of %s (%s)".formatted(kind, message));
  }

  private static Cause shortOf(String kind) {
    return switch (kind) {
      case "metaspace", "compressed class space" -> Cause.METASPACE_OOM;
      case "direct buffers" -> Cause.DIRECT_OOM;
      case "threads" -> Cause.THREADS_OOM;
      default -> Cause.OTHER_OOM;
    };
  }

  private static Verdict seen(Facts facts, Report.Ended end) {
    if (end.crash().isPresent()) {
      return certain(
          Cause.NATIVE_CRASH,
          "native code or the JVM itself crashed; the JVM's account is " + end.crash().get());
    }
    return switch (end.exit()) {
      case Exit.NotSpawned() -> certain(Cause.START_FAILED, "no process could be created");
      case Exit.Code(int status) -> code(status, facts, end);
      case Exit.Signal(int number) -> signal(number, facts);
    };
  }

  private static Verdict code(int status, Facts facts, Report.Ended end) {
    if (facts.stage.compareTo(Stage.LAYER) < 0) {
      return new Verdict(
          Cause.START_FAILED,
          Confidence.LIKELY,
          "its JVM did not come up: %s; look at its JVM options".formatted(complaint(end)));
    }
    if (status == 0) {
      return certain(Cause.NORMAL, "its program ended");
    }
    return facts.leaving
        ? certain(Cause.EXIT_CODE, "its program called System.exit(%d)".formatted(status))
        : new Verdict(
            Cause.HALT,
            Confidence.LIKELY,
            "it ended with status %d without shutdown hooks: Runtime.halt, or native code"
                .formatted(status));
  }

  /** What a JVM that did not come up said: of its options on stderr, of its heap on stdout. */
  private static String complaint(Report.Ended end) {
    if (!end.stderr().isEmpty()) {
      return end.stderr().getFirst();
    }
    List<String> said = end.stdout();
    return said.isEmpty()
        ? "it said nothing"
        : String.join(": ", said.subList(0, Math.min(2, said.size())));
  }

  private static Verdict signal(int number, Facts facts) {
    return switch (number) {
      case 9 ->
          facts.leaving
              ? new Verdict(
                  Cause.EXIT_CODE, Confidence.LIKELY, "its program called System.exit(137)")
              : new Verdict(
                  Cause.KILLED,
                  Confidence.LIKELY,
                  "SIGKILL that we did not send: a person, a memory limit or the kernel out of"
                      + " memory (dmesg tells)");
      case 15 ->
          new Verdict(
              Cause.TERMINATED,
              facts.leaving ? Confidence.CERTAIN : Confidence.LIKELY,
              "somebody else sent it SIGTERM");
      case 4, 7, 8, 11 ->
          new Verdict(
              Cause.NATIVE_CRASH,
              Confidence.LIKELY,
              "native code crashed, and the JVM could not write its account");
      case 6 ->
          new Verdict(
              Cause.SIGNALLED, Confidence.LIKELY, "SIGABRT: native code called abort, or a person");
      default ->
          new Verdict(
              Cause.SIGNALLED,
              Confidence.LIKELY,
              facts.leaving
                  ? "%s, or System.exit(%d)".formatted(new Exit.Signal(number), 128 + number)
                  : new Exit.Signal(number) + " that we did not send");
    };
  }

  private static Verdict certain(Cause cause, String sentence) {
    return new Verdict(cause, Confidence.CERTAIN, sentence);
  }
}
