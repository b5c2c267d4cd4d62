package dev.firebreak.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a verdict says of who is to blame. */
class VerdictTest {
  private static final Set<Cause> OUTSIDE =
      EnumSet.of(Cause.KILLED, Cause.KILLED_BY_OPERATOR, Cause.TERMINATED);

  @Test
  void onlyWhatOthersDidIsFromOutside() {
    for (Cause cause : Cause.values()) {
      for (Confidence confidence : Confidence.values()) {
        boolean guessed = cause == Cause.KERNEL_OOM && confidence == Confidence.GUESS;

        assertEquals(
            OUTSIDE.contains(cause) || guessed,
            new Verdict(cause, confidence, "").fromOutside(),
            cause + ", " + confidence);
      }
    }
  }
}
