package dev.firebreak.supervisor;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.Link;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a process ended: joins what we did to it, what it told, and what the system says, in this
 * order, as exit statuses alone mislead.
 * <!-- For maintainers. CERTAIN is for what nothing else looks like. What decides most often is who
 * began the end, which the child's last hook writes into its box ({@code leaving} below): a signal's
 * name, "returned", or "exit at" and the caller. -->
 */
final class Verdicts {
  private static final String OOM = "Terminating due to java.lang.OutOfMemoryError: ";

  /** What a JVM has shutdown hooks run for. */
  private static final Set<Integer> ASKING = Set.of(1, 2, 15);

  /** What a JVM makes a crash of, also when a person sends it; it then ends by SIGABRT. */
  private static final Set<Integer> CRASHING = Set.of(4, 7, 8, 11);

  private final Facts facts;
  private final Report.Ended end;
  private final Optional<LastWords> words;
  private final boolean left;
  private final String leaving;

  private Verdicts(Facts facts, Report.Ended end) {
    this.facts = facts;
    this.end = end;
    this.words = end.evidence().words();
    Optional<LastWords.Mark> mark = words.flatMap(all -> all.last(Kind.LEAVING));
    this.left = facts.leaving || mark.isPresent();
    this.leaving = mark.map(LastWords.Mark::text).orElse("");
  }

  static Verdict of(Facts facts, Report.Ended end) {
    Verdicts look = new Verdicts(facts, end);
    return look.verdict().with(Numbers.of(facts, end));
  }

  private Verdict verdict() {
    Facts.Fault fault = facts.fault;
    if (fault != null) {
      boolean asked = facts.rung == Rung.ASK;
      if (asked || (end.exit() instanceof Exit.Signal(int number) && number == 9)) {
        String how = asked ? ", so it was asked to return, and ended" : ", so it was killed";
        return new Verdict(fault.cause(), fault.confidence(), fault.sentence() + how);
      }
      if (facts.rung == Rung.TERMINATE && byTerm()) {
        return certain(fault.cause(), fault.sentence() + ", so it was ended by SIGTERM");
      }
      if (fault.cause() == Cause.LINK_BROKEN) {
        return likely(fault.cause(), fault.sentence() + "; it ended before it could be killed");
      }
    } else if (facts.stopped != null) {
      return certain(Cause.STOPPED, stopped());
    } else if (facts.operatorSignal != 0) {
      Optional<Verdict> verdict = byOperator(facts.operatorSignal);
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return told().orElseGet(this::seen);
  }

  /** Also where one of its shutdown hooks ended it in its own way. */
  private boolean byTerm() {
    return leaving.equals("SIGTERM")
        || (end.exit() instanceof Exit.Signal(int number) && number == 15);
  }

  private Optional<Verdict> byOperator(int signal) {
    String sentence = "a person sent it %s".formatted(new Exit.Signal(signal));
    boolean same = end.exit() instanceof Exit.Signal(int number) && number == signal;
    boolean crashed =
        CRASHING.contains(signal) && end.exit() instanceof Exit.Signal(int number) && number == 6;
    if ((same && !leaving.startsWith("exit")) || crashed) {
      return Optional.of(certain(Cause.KILLED_BY_OPERATOR, sentence));
    }
    if (end.exit() instanceof Exit.Code && ASKING.contains(signal) && left) {
      return switch (leaving) {
        case "" -> Optional.of(likely(Cause.KILLED_BY_OPERATOR, sentence));
        case "SIGTERM", "SIGINT", "SIGHUP" ->
            Optional.of(certain(Cause.KILLED_BY_OPERATOR, sentence));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private String stopped() {
    Rung rung = facts.rung;
    String how =
        end.exit() instanceof Exit.NotSpawned
            ? "before it was created"
            : rung == null
                ? "somebody else's SIGTERM came before ours"
                : switch (rung) {
                  case ASK -> "it returned when asked";
                  case INTERRUPT -> "it ended when interrupted";
                  case TERMINATE ->
                      end.exit() instanceof Exit.Signal(int number) && number == 9
                          ? "it was killed by somebody else meanwhile"
                          : "it ended on SIGTERM";
                  case KILL -> "it had to be killed";
                };
    return "stopped, because %s; %s".formatted(facts.stopped, how);
  }

  private Optional<Verdict> told() {
    Report.Failed failed = facts.failed;
    if (failed != null) {
      return Optional.of(certain(Cause.START_FAILED, failed.sentence()));
    }
    boolean three = end.exit() instanceof Exit.Code(int status) && status == 3;
    Optional<Verdict> memory = outOfMemory(three);
    if (memory.isPresent()) {
      return memory;
    }
    Report.Threw threw = facts.threw;
    boolean one = end.exit() instanceof Exit.Code(int status) && status == 1;
    if (threw != null && one && !leaving.startsWith("exit")) {
      return Optional.of(
          leaving.isEmpty()
              ? likely(Cause.EXCEPTION, threw.summary())
              : certain(Cause.EXCEPTION, threw.summary()));
    }
    return Optional.empty();
  }

  private Optional<Verdict> outOfMemory(boolean three) {
    Report.OutOfMemory oom = facts.outOfMemory;
    if (oom != null) {
      return Optional.of(Shortages.of(oom.kind(), oom.message(), three));
    }
    if (!three) {
      return Optional.empty();
    }
    Optional<String> line =
        Stream.concat(end.stdout().stream(), end.stderr().stream())
            .filter(text -> text.contains(OOM))
            .findFirst();
    if (line.isPresent()) {
      String message = line.get().substring(line.get().indexOf(OOM) + OOM.length());
      return Optional.of(Shortages.of(message, !left));
    }
    return left
        ? Optional.empty()
        : words
            .flatMap(all -> all.last(Kind.OUT_OF_MEMORY))
            .map(mark -> Shortages.of(mark.text().substring(mark.text().indexOf(' ') + 1), true));
  }

  private Verdict seen() {
    Optional<Evidence.Crash> crash = end.evidence().crash();
    if (crash.isPresent()) {
      return Shortages.of(crash.get()).orElseGet(() -> crashed(crash.get()));
    }
    return switch (end.exit()) {
      case Exit.NotSpawned() -> certain(Cause.START_FAILED, "no process could be created");
      case Exit.Code(int status) -> code(status);
      case Exit.Signal(int number) -> signal(number);
    };
  }

  private static Verdict crashed(Evidence.Crash crash) {
    if (crash.reason().contains(" sent by process ")) {
      return likely(
          Cause.NATIVE_CRASH, "it crashed with %s, not by its own code".formatted(crash.reason()));
    }
    String where =
        crash.frame().isEmpty() ? "native code or the JVM itself" : "code at " + crash.frame();
    String what = crash.reason().isEmpty() ? "crashed" : "crashed with " + crash.reason();
    String who = crash.thread().isEmpty() ? "" : ", in thread " + crash.thread();
    return certain(
        Cause.NATIVE_CRASH,
        "%s %s%s; the JVM's account of it is kept as hs_err.log".formatted(where, what, who));
  }

  private Verdict code(int status) {
    if (facts.stage.compareTo(Stage.LAYER) < 0) {
      return likely(
          Cause.START_FAILED,
          "its JVM did not come up: %s; look at its JVM options".formatted(complaint()));
    }
    if (status == Link.LOST && !left) {
      String lost = "its link to the supervisor ended, which it takes for the supervisor's death";
      return words.flatMap(all -> all.last(Kind.LINK_LOST)).isPresent()
          ? certain(Cause.LINK_BROKEN, lost)
          : likely(Cause.LINK_BROKEN, lost);
    }
    if (status == 0) {
      // Of a status the system keeps eight bits.
      return certain(
          Cause.NORMAL,
          leaving.startsWith("exit")
              ? "its program ended its whole JVM: it called System.exit(0), or with a multiple of 256"
                  + place()
              : "its program ended");
    }
    if (left) {
      return exited(status);
    }
    // The box is in use, and whatever runs shutdown hooks would have left its mark there.
    boolean sure = words.flatMap(LastWords::now).isPresent();
    return new Verdict(
        Cause.HALT,
        sure ? Confidence.CERTAIN : Confidence.LIKELY,
        "it ended with status %d without shutdown hooks: Runtime.halt, or native code that exits"
            .formatted(status));
  }

  /** It ended with a status, and its hooks ran. */
  private Verdict exited(int status) {
    return switch (leaving) {
      case "SIGTERM", "SIGINT", "SIGHUP" ->
          likely(
              leaving.equals("SIGTERM") ? Cause.TERMINATED : Cause.SIGNALLED,
              "somebody else sent it %s, and a shutdown hook ended it with status %d"
                  .formatted(leaving, status));
      case "returned" ->
          status == 1
              ? likely(Cause.EXCEPTION, "an exception left its main method")
              : likely(
                  Cause.EXIT_CODE, "a shutdown hook ended it with status %d".formatted(status));
      case "" -> likely(Cause.EXIT_CODE, exit(status));
      default -> certain(Cause.EXIT_CODE, exit(status));
    };
  }

  private String exit(int status) {
    return "its program called System.exit(%d)%s".formatted(status, place());
  }

  /** Where it called exit; empty if that is not known. */
  private String place() {
    return leaving.startsWith("exit ") ? leaving.substring("exit".length()) : "";
  }

  /** What a JVM that did not come up said: of its options on stderr, of its heap on stdout. */
  private String complaint() {
    if (!end.stderr().isEmpty()) {
      return end.stderr().getFirst();
    }
    List<String> said = end.stdout();
    return said.isEmpty()
        ? "it said nothing"
        : String.join(": ", said.subList(0, Math.min(2, said.size())));
  }

  private Verdict signal(int number) {
    if (leaving.startsWith("exit")) {
      // Those that ask a JVM to end are ignored once it is about to, so it is the status of exit.
      return ASKING.contains(number)
          ? certain(Cause.EXIT_CODE, exit(128 + number))
          : likely(Cause.EXIT_CODE, exit(128 + number));
    }
    return switch (number) {
      case 9 -> killed();
      case 15 ->
          leaving.equals("SIGTERM")
              ? certain(Cause.TERMINATED, "somebody else sent it SIGTERM")
              : likely(Cause.TERMINATED, "somebody else sent it SIGTERM");
      case 4, 7, 8, 11 ->
          likely(
              Cause.NATIVE_CRASH, "native code crashed, and the JVM could not write its account");
      case 6 -> likely(Cause.SIGNALLED, "SIGABRT: native code called abort, or a person");
      default -> {
        boolean sure = !leaving.isEmpty() && new Exit.Signal(number).toString().contains(leaving);
        yield sure
            ? certain(Cause.SIGNALLED, new Exit.Signal(number) + " that we did not send")
            : likely(
                Cause.SIGNALLED,
                left
                    ? "%s, or System.exit(%d)".formatted(new Exit.Signal(number), 128 + number)
                    : new Exit.Signal(number) + " that we did not send");
      }
    };
  }

  private Verdict killed() {
    Optional<Verdict> named =
        end.evidence().kills().map(Evidence.KernelKills::line).flatMap(Shortages::byKernel);
    if (named.isPresent()) {
      return named.get();
    }
    if (leaving.startsWith("SIG")) {
      return likely(
          Cause.KILLED,
          "somebody else sent it %s, and SIGKILL as that took too long".formatted(leaving));
    }
    if (left && leaving.isEmpty()) {
      return likely(Cause.EXIT_CODE, exit(137));
    }
    Optional<Evidence.KernelKills> kills = end.evidence().kills();
    if (kills.filter(all -> !all.others().isEmpty()).isPresent()) {
      return likely(
          Cause.KILLED,
          "SIGKILL that we did not send: a person or another program; what the kernel has killed"
              + " for want of memory meanwhile were others, as its log says");
    }
    long group = kills.map(Evidence.KernelKills::group).orElse(-1L);
    long machine = kills.map(Evidence.KernelKills::machine).orElse(-1L);
    if (group > 0) {
      return likely(
          Cause.KERNEL_OOM,
          "SIGKILL that we did not send, and the kernel has killed %s of this control group for want"
                  .formatted(count(group))
              + " of memory meanwhile; give the group more, or its children smaller heaps");
    }
    if (machine > 0 && group < 0) { // else it is counted in its group, whoever was short of it
      return new Verdict(
          Cause.KERNEL_OOM,
          Confidence.GUESS,
          "SIGKILL that we did not send, and the kernel has killed %s of this machine for want of"
                  .formatted(count(machine))
              + " memory meanwhile (dmesg tells which); it may also be a person's");
    }
    return likely(
        Cause.KILLED,
        group == 0 || machine == 0
            ? "SIGKILL that we did not send: a person or another program; the kernel has killed"
                + " nothing %sfor want of memory meanwhile"
                    .formatted(machine > 0 ? "of this control group " : "")
            : "SIGKILL that we did not send: a person, a memory limit or the kernel out of memory"
                + " (dmesg tells)");
  }

  private static String count(long number) {
    return number == 1 ? "a process" : number + " processes";
  }

  private static Verdict certain(Cause cause, String sentence) {
    return new Verdict(cause, Confidence.CERTAIN, sentence);
  }

  private static Verdict likely(Cause cause, String sentence) {
    return new Verdict(cause, Confidence.LIKELY, sentence);
  }
}
