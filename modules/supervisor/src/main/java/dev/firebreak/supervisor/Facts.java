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
   */
  record Fault(Verdict.Cause cause, String sentence, Map<String, String> numbers) {
    Fault(Verdict.Cause cause, String sentence) {
      this(cause, sentence, Map.of());
    }

    /** The same, unless the dump shows what is behind it. */
    Fault explainedBy(Dump dump) {
      Map<String, String> more = new LinkedHashMap<>(numbers);
      if (!dump.deadlocked()) {
        more.put("thread dump", dump.note());
        return new Fault(cause, sentence, more);
      }
      more.put("threads in deadlock", Integer.toString(dump.deadlock().size()));
      for (Dump.Waiting each : dump.deadlock()) {
        more.put(
            "thread " + each.thread(), "waits for %s of %s".formatted(each.lock(), each.holder()));
      }
      return new Fault(
          Verdict.Cause.DEADLOCK, "%s (%s)".formatted(dump.sentence(), sentence), more);
    }
  }
}
