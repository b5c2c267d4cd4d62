package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Defaults;
import dev.firebreak.pool.Hand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tasks write is told apart by marks, and nobody else sees any. */
@Timeout(60)
class MarksTest {
  private static final String TOKEN = "0123456789abcdef";

  private final Map<Long, String> whose = new TreeMap<>();
  private final List<Long> ended = new ArrayList<>();
  private final Marks marks =
      new Marks(TOKEN, owner((task, text) -> whose.merge(task, text, String::concat)));

  @Test
  void splitAnywhere() {
    byte[] all = bytes("before", mark(7), "seven\n", mark(0xfedcL), mark(9), "nine", mark(7), "!");
    for (int first = 0; first <= all.length; first++) {
      for (int second = first; second <= all.length; second++) {
        whose.clear();
        Marks fresh =
            new Marks(TOKEN, owner((task, text) -> whose.merge(task, text, String::concat)));

        byte[] plain = stripped(fresh, all, first, second);

        assertEquals("beforeseven\nnine!", new String(plain, StandardCharsets.UTF_8));
        assertEquals(Map.of(Marks.NONE, "before", 7L, "seven\n!", 9L, "nine"), whose);
      }
    }
  }

  @Test
  void endOfATask() {
    String end = mark(7).substring(0, mark(7).length() - 1) + "\1";
    byte[] all = bytes(mark(7), "seven", end, "grandchild");

    assertArrayEquals(bytes("sevengrandchild"), stripped(marks, all, 20, 60));
    assertEquals(List.of(7L), ended);
    assertEquals("sevengrandchild", whose.get(7L));
  }

  @Test
  void almostAMark() {
    String good = mark(1);
    for (int wrong = 1; wrong < good.length(); wrong++) {
      for (char other : new char[] {'x', 0}) {
        if (good.charAt(wrong) == other) {
          continue;
        }
        byte[] all = bytes(good.substring(0, wrong), String.valueOf(other), "rest");
        for (int at = 0; at <= all.length; at++) {
          byte[] plain = stripped(new Marks(TOKEN, owner((task, text) -> {})), all, at, at);

          assertArrayEquals(all, plain, "wrong at " + wrong + ", split at " + at);
        }
      }
    }
    assertTrue(whose.isEmpty());
  }

  @Test
  void markBehindWhatBeganLikeOne() {
    byte[] all = bytes("\0" + TOKEN + "00", mark(3), "three\0");

    assertArrayEquals(bytes("\0" + TOKEN + "00three\0"), stripped(marks, all, 5, 30));
    assertEquals("three\0", whose.get(3L));
  }

  @Test
  void anotherWorkersToken() {
    byte[] all = bytes(mark(3).replace('a', 'b'));

    assertArrayEquals(all, stripped(marks, all, 1, 20));
  }

  @Test
  void whatWasWrittenBeforeSomebodyAskedIsKept() {
    TaskTexts texts = new TaskTexts();
    Hand.TaskText seven = texts.text(7);
    Marks out = texts.marks(TOKEN, false);
    Marks err = texts.marks(TOKEN, true);

    stripped(out, bytes(mark(7), "seven", mark(8), "eight", mark(7), " again"), 3, 3);
    stripped(err, bytes(mark(7), "bad"), 3, 3);

    assertEquals("seven again", seven.stdout());
    assertEquals("bad", seven.stderr());
    assertEquals("eight", texts.text(8).stdout());
    texts.forget(7);
    stripped(out, bytes(mark(7), "more"), 0, 0);
    assertEquals("seven again", seven.stdout());
  }

  @Test
  void moreThanIsKept() {
    int kept = (int) Defaults.TASK_OUTPUT.bytes();
    TaskTexts texts = new TaskTexts();
    Hand.TaskText text = texts.text(1);
    Marks out = texts.marks(TOKEN, false);
    String all = "\u00e4".repeat(kept) + "end";
    byte[] bytes = bytes(mark(1), all);

    for (int from = 0; from < bytes.length; from += 1000) {
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1000));
      out.strip(part, part.length, new byte[part.length + Marks.HELD]);
    }

    String last = text.stdout();
    assertTrue(all.endsWith(last), "a character was cut");
    int size = last.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size > kept - 4 && size <= kept, size + " bytes");
  }

  @Test
  void moreThanIsKeptAtOnce() {
    TaskTexts texts = new TaskTexts();
    Hand.TaskText text = texts.text(1);
    byte[] bytes = bytes(mark(1), "x".repeat(100) + "y".repeat(100_000) + "z");

    Marks out = texts.marks(TOKEN, false);
    out.strip(bytes, bytes.length, new byte[bytes.length + Marks.HELD]);

    assertEquals("y".repeat((int) Defaults.TASK_OUTPUT.bytes() - 1) + "z", text.stdout());
  }

  private static String mark(long task) {
    return "\0" + TOKEN + "%016x".formatted(task) + "\0";
  }

  private static byte[] bytes(String... parts) {
    return String.join("", parts).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] stripped(Marks marks, byte[] all, int first, int second) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    int[] cuts = {0, first, second, all.length};
    byte[] room = new byte[all.length + Marks.HELD];
    for (int i = 1; i < cuts.length; i++) {
      byte[] chunk = Arrays.copyOfRange(all, cuts[i - 1], cuts[i]);
      plain.write(room, 0, marks.strip(chunk, chunk.length, room));
    }
    plain.write(room, 0, marks.rest(room));
    return plain.toByteArray();
  }

  private Marks.Owner owner(BiConsumer<Long, String> wrote) {
    return new Marks.Owner() {
      @Override
      public void wrote(long task, byte[] bytes, int from, int length) {
        wrote.accept(task, new String(bytes, from, length, StandardCharsets.UTF_8));
      }

      @Override
      public void ended(long task) {
        ended.add(task);
      }
    };
  }
}
