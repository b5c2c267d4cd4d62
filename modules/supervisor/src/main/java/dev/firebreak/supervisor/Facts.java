package dev.firebreak.supervisor;

import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was seen of a process, and done to it, until its end. Owned by its {@link Run}. */
final class Facts {
  /** How far it came. */
  Stage stage = Stage.SPAWN;

  /** Why we stopped it; null if we did not. */
  @Nullable String stopped;

  /** For which fault we killed it; null if for none. */
  @Nullable Fault fault;

  /** The last step of a stop; null if there was none. */
  @Nullable Rung rung;

  /** The last signal that a person sent through us; 0 for none. */
  int operatorSignal;

  Report.@Nullable Failed failed;

  Report.@Nullable Threw threw;

  Report.@Nullable OutOfMemory outOfMemory;

  /** Whether its shutdown hooks began to run. */
  boolean leaving;

  /**
   * A fault for which we kill.
   *
   * @param cause of the verdict to come
   * @param sentence what was seen, with its numbers
   * @param numbers what it rests on, see {@link Verdict}
   * @param asked whether somebody asked for this end, so that it is no cause for worry
   */
  record Fault(Verdict.Cause cause, String sentence, Map<String, String> numbers, boolean asked) {
    Fault(Verdict.Cause cause, String sentence) {
      this(cause, sentence, Map.of());
    }

    Fault(Verdict.Cause cause, String sentence, Map<String, String> numbers) {
      this(cause, sentence, numbers, false);
    }

    /** Several signs make it where no single one does. */
    Verdict.Confidence confidence() {
      return cause == Verdict.Cause.GC_THRASH
          ? Verdict.Confidence.LIKELY
          : Verdict.Confidence.CERTAIN;
    }

    /** The same, unless somebody has stopped the process: then nothing else is to be blamed. */
    Fault seenFrom(Worker.Look look) {
      return "Tt".indexOf(look.state()) < 0
          ? this
          : new Fault(
              Verdict.Cause.HANG,
              "it was in state T, stopped by a signal (%s)".formatted(sentence),
              numbers);
    }

    /** The same, unless its threads or its heap show what is behind it. */
    Fault explainedBy(Dump dump, Worker.Gc gc) {
      Map<String, String> more = new LinkedHashMap<>(numbers);
      if (!dump.note().isEmpty()) {
        more.put("thread dump", dump.note());
      }
      if (dump.deadlocked()) {
        more.put("threads in deadlock", Integer.toString(dump.deadlock().size()));
        for (Dump.Waiting each : dump.deadlock()) {
          more.put(
              "thread " + each.thread(),
              "waits for %s of %s".formatted(each.lock(), each.holder()));
        }
        return cause == Verdict.Cause.DEADLOCK
            ? new Fault(cause, sentence, more)
            : new Fault(
                Verdict.Cause.DEADLOCK, "%s (%s)".formatted(dump.sentence(), sentence), more);
      }
      if (cause != Verdict.Cause.GC_THRASH && UsefulClock.thrashes(gc) && gc.collections() > 1) {
        more.putAll(UsefulClock.numbers(gc));
        return new Fault(
            Verdict.Cause.GC_THRASH, "%s (%s)".formatted(UsefulClock.words(gc), sentence), more);
      }
      return new Fault(cause, sentence, more);
    }
  }
}
