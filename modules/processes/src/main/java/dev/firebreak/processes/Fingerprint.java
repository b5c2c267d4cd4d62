package dev.firebreak.processes;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Verdict;
import dev.firebreak.link.LastWords;
import dev.firebreak.supervisor.Evidence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What equal ends have in common, as eight hexadecimal digits: the cause, and then the problematic
 * frame, or the exception and its first frames, or the sentence; without numbers, addresses and
 * whatever else differs from one time to the next.
 */
final class Fingerprint {
  private static final int FRAMES = 5;

  /** Where an exception that was left behind is what it died of. */
  private static final Set<Verdict.Cause> THROWN =
      Set.of(
          Verdict.Cause.EXCEPTION,
          Verdict.Cause.HEAP_OOM,
          Verdict.Cause.DIRECT_OOM,
          Verdict.Cause.METASPACE_OOM,
          Verdict.Cause.THREADS_OOM,
          Verdict.Cause.OTHER_OOM);

  private Fingerprint() {}

  static String of(String program, Verdict verdict, Exit exit, Evidence evidence) {
    Optional<Evidence.Crash> crash = evidence.crash();
    Optional<LastWords.Problem> problem =
        evidence.words().flatMap(LastWords::problem).filter(_ -> THROWN.contains(verdict.cause()));
    String what;
    if (crash.isPresent()) {
      what = crash.get().reason() + "\n" + normal(crash.get().frame());
    } else if (problem.isPresent()) {
      what = problem.get().type() + "\n" + frames(problem.get().frames());
    } else {
      what = exit + "\n" + normal(verdict.sentence());
    }
    return digest(program + "\n" + verdict.cause() + "\n" + what);
  }

  /** The methods alone: lines move with each edit. */
  private static String frames(String text) {
    return text.lines()
        .limit(FRAMES)
        .map(line -> line.replaceFirst("\\(.*", ""))
        .map(Fingerprint::normal)
        .collect(Collectors.joining("\n"));
  }

  /** A text without what differs from one time to the next. */
  static String normal(String text) {
    return text.replaceAll("0x[0-9a-fA-F]+", "0x#")
        .replaceAll("\\$\\$Lambda[/0-9a-fx.$]*", "\\$\\$Lambda")
        .replaceAll("@[0-9a-f]{5,}", "@#")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "#")
        .replaceAll("[0-9]+", "#")
        .replaceAll("#([.,:]#)+", "#");
  }

  private static String digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
