package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.LastWords.Phase;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastWordsTest {
  /** A box of which the writer is killed after so many writes. */
  private static final class Box implements LastWordsWriter.Memory {
    private final byte[] bytes = LastWords.blank();
    private int left = Integer.MAX_VALUE;

    private boolean alive() {
      return left-- > 0;
    }

    @Override
    public void put(int offset, byte[] from, int length) {
      if (alive()) {
        System.arraycopy(from, 0, bytes, offset, length);
      }
    }

    @Override
    public void number(int offset, long value) {
      if (alive()) {
        for (int i = 0; i < 8; i++) {
          bytes[offset + i] = (byte) (value >>> (56 - 8 * i));
        }
      }
    }

    LastWords read() {
      return LastWords.read(bytes).orElseThrow();
    }
  }

  private final Box box = new Box();
  private final LastWordsWriter writer = new LastWordsWriter(box);

  private void now(long used) throws IOException {
    writer.now(7, Phase.READY, used, 20, 30, 4, "half of it");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    writer.task(41);
    now(10);
    writer.problem(8, "thread x", "java.io.IOException", "no", "a.B.c(B.java:1)\n");
    writer.mark(9, Kind.LEAVING, "SIGTERM");

    LastWords words = box.read();

    assertEquals(
        new LastWords(
            41,
            Optional.of(new LastWords.Now(7, Phase.READY, 10, 20, 30, 4, "half of it")),
            Optional.of(
                new LastWords.Problem(
                    8, "thread x", "java.io.IOException", "no", "a.B.c(B.java:1)\n")),
            List.of(new LastWords.Mark(9, Kind.LEAVING, "SIGTERM")),
            0),
        words);
  }

  @Test
  void aBoxInWhichNothingWasWritten() {
    assertTrue(box.read().silent());
  }

  @Test
  void killedInTheMiddleOfARecordLeavesTheOneBefore() throws IOException {
    now(1);
    for (int writes = 0; writes < 3; writes++) {
      now(2);
      box.left = writes;
      now(3);
      box.left = Integer.MAX_VALUE;

      LastWords words = box.read();

      assertEquals(2, words.now().orElseThrow().used(), "after " + writes + " writes");
      assertEquals(writes == 0 ? 0 : 1, words.torn());
    }
  }

  @Test
  void theRingHoldsTheLatestInTheirOrder() throws IOException {
    for (int i = 0; i < 100; i++) {
      writer.mark(i, Kind.NOTE, "mark " + i);
    }

    List<LastWords.Mark> marks = box.read().marks();

    assertEquals(LastWords.MARK_COUNT, marks.size());
    assertEquals(84, marks.getFirst().at());
    assertEquals("mark 99", marks.getLast().text());
  }

  @Test
  void longTextsAreCutWithinTheirSlotsAndNotWithinACharacter() throws IOException {
    String flood = "\u20ac\ud83d\ude00".repeat(5000);

    writer.problem(1, flood, flood, flood, flood);
    writer.mark(2, Kind.NOTE, flood);
    writer.now(3, Phase.RUNNING, 1, 2, 3, 4, flood);

    LastWords words = box.read();
    assertEquals(0, words.torn());
    assertTrue(flood.startsWith(words.problem().orElseThrow().message()));
    assertTrue(words.marks().getFirst().text().length() > 100);
    assertFalse(words.now().orElseThrow().note().isEmpty());
  }

  @Test
  void otherSizesAndVersionsAreNone() {
    byte[] old = LastWords.blank();
    old[7]++;

    assertEquals(Optional.empty(), LastWords.read(new byte[0]));
    assertEquals(Optional.empty(), LastWords.read(new byte[LastWords.SIZE]));
    assertEquals(Optional.empty(), LastWords.read(new byte[LastWords.SIZE + 1]));
    assertEquals(Optional.empty(), LastWords.read(old));
  }

  @Test
  void garbageIsReadWithoutBelievingIt() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      Box spoiled = new Box();
      LastWordsWriter to = new LastWordsWriter(spoiled);
      to.problem(1, "thread", "Type", "message", "frames");
      for (int i = 0; i < 20; i++) {
        to.mark(i, Kind.NOTE, "note " + i);
        to.now(i, Phase.READY, i, i, i, i, "note");
      }
      int changes = 1 + random.nextInt(2000);
      for (int i = 0; i < changes; i++) {
        spoiled.bytes[8 + random.nextInt(LastWords.SIZE - 8)] = (byte) random.nextInt();
      }

      LastWords words = spoiled.read();

      for (LastWords.Mark mark : words.marks()) {
        assertTrue(mark.text().startsWith("note "), "seed " + seed + ", round " + round);
      }
      words.now().ifPresent(now -> assertEquals("note", now.note()));
    }
  }

  @Test
  void noiseIsReadAsNothing() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      byte[] noise = LastWords.blank();
      byte[] more = new byte[LastWords.SIZE - 8];
      random.nextBytes(more);
      System.arraycopy(more, 0, noise, 8, more.length);

      LastWords words = LastWords.read(noise).orElseThrow();

      assertTrue(words.now().isEmpty() && words.marks().isEmpty() && words.torn() > 0);
    }
  }

  @Test
  void aRecordWithARightSumAndAWrongBodyIsNotBelieved() {
    byte[] bytes = LastWords.blank();
    int length = LastWords.NOW_SLOT - LastWords.HEAD;
    for (int i = 0; i < length; i++) {
      bytes[LastWords.NOW + LastWords.HEAD + i] = (byte) 0xff;
    }
    bytes[LastWords.NOW + 7] = 2;
    bytes[LastWords.NOW + 10] = (byte) (length >>> 8);
    bytes[LastWords.NOW + 11] = (byte) length;
    int sum = LastWords.sum(2, bytes, LastWords.NOW + LastWords.HEAD, length);
    for (int i = 0; i < 4; i++) {
      bytes[LastWords.NOW + 12 + i] = (byte) (sum >>> (24 - 8 * i));
    }

    LastWords words = LastWords.read(bytes).orElseThrow();

    assertEquals(Optional.empty(), words.now());
    assertEquals(1, words.torn());
  }
}
