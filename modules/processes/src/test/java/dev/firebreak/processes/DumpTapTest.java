package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.supervisor.Dump.Waiting;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread dump is taken out of the output, and nothing else is. */
@Timeout(60)
class DumpTapTest {
  private static final String DUMP =
      """
      2026-11-27 13:01:45
      Full thread dump OpenJDK 64-Bit Server VM (25.0.3+9-LTS mixed mode, sharing):

      "main" #3 [24904] prio=5 os_prio=0 in Object.wait()  [0x00007f8aa291e000]

      JNI global refs: 4, weak refs: 0


      Found one Java-level deadlock:
      =============================
      "left":
        waiting to lock monitor 0x00007f8a4c0012a0 (object 0x00000000fd018040, a java.lang.Object),
        which is held by "right"

      "right":
        waiting to lock monitor 0x00007f8a50000f30 (object 0x00000000fd018030, a java.util.Map),
        which is held by "left"

      Java stack information for the threads listed above:
      ===================================================
      "left":
      \tat T.lambda$main$0(T.java:9)
      \t- waiting to lock <0x00000000fd018040> (a java.lang.Object)
      Found one Java-level deadlock:
      =============================
      "up "q"":
        waiting for ownable synchronizer 0x00000000fd03b800, (a shop.Lock$Sync),
        which is held by "down"

      "down":
        waiting for ownable synchronizer 0x00000000fd03b7d0, (a shop.Lock$Sync),
        which is held by "up "q""

      Java stack information for the threads listed above:
      ===================================================
      "up "q"":
      \tat jdk.internal.misc.Unsafe.park(java.base@25.0.3/Native Method)

      Found 2 deadlocks.

      Heap
       DefNew     total 14784K, used 1582K [0x00000000fd000000, 0x00000000fe000000)
       Metaspace       used 180K, committed 384K, reserved 1114112K
        class space    used 8K, committed 128K, reserved 1048576K

      """;

  private final DumpTap tap = new DumpTap();
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

  private void feed(String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      byte[] plain = new byte[chunk.length + DumpTap.HELD];
      passed.write(plain, 0, tap.strip(chunk, chunk.length, plain));
    }
  }

  private String passed() {
    byte[] plain = new byte[DumpTap.HELD];
    passed.write(plain, 0, tap.rest(plain));
    return passed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void takenOutInPiecesOfEverySize() {
    for (int size : List.of(1, 2, 7, 64, 1000, 100_000)) {
      passed.reset();
      CompletableFuture<ThreadDump> dump = tap.arm();

      feed("before, no newline 202" + DUMP + "behind\n", size);

      assertEquals("before, no newline 202behind\n", passed(), "pieces of " + size);
      assertEquals(new ThreadDump(DUMP, true), dump.join());
    }
  }

  @Test
  void namesTheThreadsOfEachDeadlock() {
    assertEquals(
        List.of(
            new Waiting("left", "java.lang.Object", "right"),
            new Waiting("right", "java.util.Map", "left"),
            new Waiting("up \"q\"", "shop.Lock$Sync", "down"),
            new Waiting("down", "shop.Lock$Sync", "up \"q\"")),
        new ThreadDump(DUMP, true).deadlock());
  }

  @Test
  void circleInWhichOneWaitsWithALimitIsNone() {
    String limited =
        DUMP.replace(
            "JNI global refs",
            """
            "down" #19 [24920] prio=5 os_prio=0 waiting on condition  [0x00007f8aa165c000]
               java.lang.Thread.State: TIMED_WAITING (parking)

            JNI global refs\
            """);

    assertEquals(
        List.of("left", "right"),
        new ThreadDump(limited, true).deadlock().stream().map(Waiting::thread).toList());
  }

  @Test
  void noDeadlockInAStack() {
    String none = DUMP.replace("Found one Java-level deadlock:", "");

    assertEquals(List.of(), new ThreadDump(none, true).deadlock());
  }

  @Test
  void dumpThatNobodyWaitsForIsOutput() {
    feed(DUMP, 100);

    assertEquals(DUMP, passed());
  }

  @Test
  void whatOnlyLooksLikeOnePasses() {
    CompletableFuture<ThreadDump> dump = tap.arm();
    String text = "2026-11-27 13:01:45\nFull thread damp\n22026-11-27 13:01:45\n2026-11-27 13:0";

    feed(text, 5);
    assertFalse(dump.isDone());
    tap.giveUp();

    assertEquals(text, passed());
    assertTrue(dump.join().text().isEmpty());
  }

  @Test
  void endNeverCame() {
    CompletableFuture<ThreadDump> dump = tap.arm();
    feed("a\n" + DUMP.substring(0, 900), 100);

    tap.giveUp();
    feed("b\n", 100);

    assertFalse(dump.join().whole());
    assertEquals(DUMP.substring(0, 900), dump.join().text());
    assertEquals("a\nb\n", passed());
  }
}
