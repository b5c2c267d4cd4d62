package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import dev.firebreak.supervisor.Evidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static String of(Cause cause, String sentence, Evidence evidence) {
    return Fingerprint.of(
        "app.Main", new Verdict(cause, Confidence.CERTAIN, sentence), new Exit.Code(1), evidence);
  }

  private static String of(String sentence) {
    return of(Cause.STALL, sentence, Evidence.NONE);
  }

  private static Evidence thrown(String type, String message, String frames) {
    LastWords.Problem problem = new LastWords.Problem(1, "thread main", type, message, frames);
    return new Evidence(
        Optional.empty(),
        Optional.of(new LastWords(-1, Optional.empty(), Optional.of(problem), List.of(), 0)),
        Optional.empty(),
        Optional.empty());
  }

  private static Evidence crash(String frame) {
    return new Evidence(
        Optional.of(new Evidence.Crash(Path.of("x"), "SIGSEGV (0xb)", frame, "main")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void numbersAndAddressesDoNotMatter() {
    assertEquals(of("no heartbeat for 11.2 s"), of("no heartbeat for 9 s"));
    assertEquals(of("a.B@1f2e3d4c of pid 5"), of("a.B@7a8b9c0d of pid 6"));
    assertEquals(of("at 0x7f00 in a.B$$Lambda/0x00f1"), of("at 0x8f11 in a.B$$Lambda/0x00a2"));
    assertNotEquals(of("no heartbeat for 9 s"), of("no progress for 9 s"));
  }

  @Test
  void anExceptionIsKnownByItsTypeAndItsMethods() {
    String one =
        of(
            Cause.EXCEPTION,
            "x.Y: no room for /a",
            thrown("x.Y", "no room for /a", "a.B.c(B.java:7)\na.B$$Lambda/0x1.run(Unknown)\n"));
    String same =
        of(
            Cause.EXCEPTION,
            "x.Y: no room for /b",
            thrown("x.Y", "no room for /b", "a.B.c(B.java:9)\na.B$$Lambda/0x2.run(Unknown)\n"));
    String other =
        of(Cause.EXCEPTION, "x.Y: no room for /a", thrown("x.Y", "", "a.B.d(B.java:7)\n"));

    assertEquals(one, same);
    assertNotEquals(one, other);
  }

  @Test
  void anExceptionOfLongAgoIsNoPartOfAKill() {
    assertEquals(
        of(Cause.KILLED, "SIGKILL", Evidence.NONE),
        of(Cause.KILLED, "SIGKILL", thrown("x.Y", "", "a.B.c(B.java:7)\n")));
  }

  @Test
  void aCrashIsKnownByItsFrame() {
    String one = of(Cause.NATIVE_CRASH, "at 1", crash("C  [libz.so.1+0x4b2c]  inflate+0x1c"));

    assertEquals(one, of(Cause.NATIVE_CRASH, "at 2", crash("C  [libz.so.1+0x4b2d]  inflate+0x1d")));
    assertNotEquals(
        one, of(Cause.NATIVE_CRASH, "at 1", crash("C  [libz.so.1+0x4b2c]  deflate+0x1c")));
  }
}
