package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.WorkContext;
import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.ToWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskLoopTest {
  private static final SerializableFunction<Integer, Integer> ADD = x -> x + 1;

  /** Fails for 3. */
  private static final SerializableFunction<Integer, Integer> ODD_ONE =
      x -> {
        if (x == 3) {
          throw new IllegalStateException("three");
        }
        return x;
      };

  @Test
  void taskRunsBeforeTheBoardIsMapped() throws Exception {
    try (Loop loop = new Loop(null)) {
      loop.parent.open();
      int function = loop.parent.define(ADD);

      for (int i = 0; i < 100; i++) {
        long item = loop.parent.work(function, i);
        Parent.Result result = loop.parent.result();
        assertEquals(new Parent.Result(item, Board.VALUE, i + 1, result.nanos(), true), result);
        assertTrue(result.nanos() > 0);
      }

      assertEquals(
          100, loop.parent.heard.stream().filter(FromWorker.Begun.class::isInstance).count());
    }
  }

  @Test
  void resultIsInTheRingWhenTheBoardIsMapped() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(ADD);

      for (int i = 0; i < 1000; i++) {
        long item = loop.parent.work(function, i);
        Parent.Result result = loop.parent.result();
        assertEquals(new Parent.Result(item, Board.VALUE, i + 1, result.nanos(), false), result);
        assertTrue(result.nanos() > 0);
        assertEquals(item + 1, loop.board.next());
      }
    }
  }

  @Test
  void taskOfEachKind() throws Exception {
    try (Loop loop = Loop.mapped()) {
      Parent parent = loop.parent;

      parent.inline((SerializableCallable<String>) () -> "called");
      assertEquals("called", parent.value());
      parent.inline((SerializableRunnable) () -> {});
      assertNull(parent.value());
      parent.inline(ADD, 1);
      assertEquals(2, parent.value());
      parent.inline((SerializableBiFunction<Integer, String, String>) (a, b) -> b + a, 1, "b");
      assertEquals("b1", parent.value());
    }
  }

  @Test
  void itemOfAChunkThrows() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(ODD_ONE);
      long first = loop.parent.chunk(function, List.of(0, 1, 2, 3, 4, 5));

      for (int i = 0; i < 6; i++) {
        Parent.Result result = loop.parent.result();
        assertEquals(first + i, result.item());
        assertEquals(i == 3 ? Board.THREW : Board.VALUE, result.kind());
        assertEquals(i == 5, result.nanos() >= 0, "the last one tells the time of all");
        if (i == 3) {
          assertEquals("three", ((Throwable) result.value()).getMessage());
        }
      }
    }
  }

  @Test
  void chunkIsTakenBackWhileOneOfItsItemsRuns() throws Exception {
    Gate gate = new Gate();
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(gate.function());
      long first = loop.parent.chunk(function, List.of(0, 1, 2, 3, 4));
      long behind = loop.parent.chunk(function, List.of(5, 6));
      gate.await(0);
      gate.pass(0);
      gate.await(1);

      long next = loop.parent.recall();
      gate.pass(1);
      gate.passAll();
      long again = loop.parent.work(loop.parent.define(ADD), 41);

      assertEquals(first + 2, next);
      assertEquals(first + 2, again);
      assertTrue(again < behind);
      assertEquals(0, loop.parent.value());
      assertEquals(1, loop.parent.value());
      assertEquals(42, loop.parent.value());
      assertEquals(List.of(0, 1), gate.entered());
    }
  }

  @Test
  void functionThatCannotBeDecodedFailsItsItemsAndTheWorkerGoesOn() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(ADD);
      loop.parent.link.send(new ToWorker.Define(50, new byte[] {77, 1, 2}));

      for (int i = 0; i < 2; i++) {
        loop.parent.work(50, i);
        assertEquals(Board.NOT_DECODED, loop.parent.result().kind());
      }
      loop.parent.chunk(50, List.of(1, 2));
      assertEquals(Board.NOT_DECODED, loop.parent.result().kind());
      assertEquals(Board.NOT_DECODED, loop.parent.result().kind());

      loop.parent.work(function, 1);
      assertEquals(2, loop.parent.value());
    }
  }

  @Test
  void functionOfAClassThatIsNotThere() throws Exception {
    try (Loop loop = Loop.mapped()) {
      byte[] function = loop.parent.function(ADD);
      String text = new String(function, java.nio.charset.StandardCharsets.ISO_8859_1);
      byte[] missing =
          text.replace("TaskLoopTest", "TaskLoopNone")
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      loop.parent.link.send(new ToWorker.Define(7, missing));
      loop.parent.work(7, 1);

      Parent.Result result = loop.parent.result();

      assertEquals(Board.NOT_LOADED, result.kind());
      assertTrue(result.value().toString().contains("TaskLoopNone"), result::toString);
    }
  }

  @Test
  void functionThatWasTakenBack() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(ADD);
      loop.parent.link.send(new ToWorker.Define(function, new byte[0]));
      loop.parent.work(function, 1);

      assertEquals(Board.NOT_DECODED, loop.parent.result().kind());
    }
  }

  @Test
  void argumentThatCannotBeDecoded() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(ADD);
      loop.parent.send(function, 1, new byte[] {77});

      assertEquals(Board.NOT_DECODED, loop.parent.result().kind());
    }
  }

  @Test
  void resultThatCannotBeSent() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline((SerializableCallable<Object>) () -> List.of(1, Thread.currentThread()));

      Parent.Result result = loop.parent.result();

      assertEquals(Board.NOT_ENCODED, result.kind());
      String said = result.value().toString();
      assertTrue(said.contains("result[1]: java.lang.Thread"), said);
    }
  }

  @Test
  void argumentAndResultOf100Megabytes() throws Exception {
    byte[] large = new byte[100_000_000];
    new Random(7).nextBytes(large);
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define((SerializableFunction<byte[], byte[]>) x -> x);
      Thread sender = loop.parent.later(() -> loop.parent.work(function, (Object) large));
      Parent.Result result = loop.parent.result();
      sender.join();

      assertTrue(result.framed());
      assertArrayEquals(large, (byte[]) result.value());

      loop.parent.work(loop.parent.define(ADD), 1);
      assertEquals(2, loop.parent.value(), "the ring goes on behind it");
    }
  }

  @Test
  void resultInFramesLeavesItsPlaceInTheRing() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function =
          loop.parent.define(
              (SerializableFunction<Integer, byte[]>) x -> new byte[x == 2 ? Board.RING : x]);

      long first = loop.parent.chunk(function, List.of(0, 1, 2, 3, 4));

      // The ring has no numbers: what follows is taken for the item behind the one that left a
      // mark.
      for (int i = 0; i < 5; i++) {
        Parent.Result result = loop.parent.result();
        long item = result.item() - first;
        assertEquals(item == 2, result.framed(), "item " + item);
        assertEquals(item == 2 ? Board.RING : (int) item, ((byte[]) result.value()).length);
      }
      assertEquals(1, loop.parent.places(), "the item of the frames has a record of its own");
    }
  }

  @Test
  void resultBehindAMessageLeavesItsPlaceInTheRing() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int tells =
          loop.parent.define(
              (SerializableFunction<Integer, Integer>)
                  x -> {
                    WorkContext.current().send("before " + x);
                    return x;
                  });

      long told = loop.parent.work(tells, 1);
      Parent.Result result = loop.parent.result();
      long behind = loop.parent.work(loop.parent.define(ADD), 1);

      assertEquals(new Parent.Result(told, Board.VALUE, 1, result.nanos(), true), result);
      assertEquals(behind, loop.parent.result().item());
      assertEquals(1, loop.parent.places());
    }
  }

  @Test
  void ringThatNobodyEmptiesLosesNothing() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function =
          loop.parent.define((SerializableFunction<Integer, byte[]>) x -> new byte[10_000 + x]);
      loop.parent.chunk(function, IntStream.range(0, 100).boxed().toList());
      while (loop.board.cells().get(Board.WRITTEN) - loop.board.cells().get(Board.READ)
          < Board.RING - 20_000) {
        Thread.onSpinWait();
      }

      for (int i = 0; i < 100; i++) {
        assertEquals(10_000 + i, ((byte[]) loop.parent.value()).length);
      }
    }
  }

  @Test
  void sleeperIsWokenByABell() throws Exception {
    Gate gate = new Gate();
    try (Loop loop = Loop.mapped()) {
      loop.parent.work(loop.parent.define(gate.function()), 0);
      gate.await(0);
      loop.parent.later(() -> gate.pass(0)); // by then this thread waits, or sees the ring

      assertEquals(0, loop.parent.value());
    }
  }

  @Test
  void endlessRecursion() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline((SerializableFunction<Integer, Integer>) TaskLoopTest::deeper, 1);

      Parent.Result result = loop.parent.result();

      assertEquals(Board.THREW, result.kind());
      assertInstanceOf(StackOverflowError.class, result.value());
    }
  }

  private static int deeper(int x) {
    return x < 0 ? x : deeper(x + 1) + 1;
  }

  @Test
  void memoryThatRunsOutIsToldToTheHost() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline(
          (SerializableRunnable)
              () -> {
                throw new OutOfMemoryError("by hand");
              });

      assertEquals(Board.THREW, loop.parent.result().kind());
      assertEquals("by hand", loop.exhausted.getMessage());
    }
  }

  @Test
  void linkThatEnds() throws Exception {
    try (Loop loop = Loop.opened()) {
      loop.parent.link.close();

      loop.lost.get();
      assertFalse(loop.served.get());
    }
  }

  @Test
  void linkThatEndsWhileAnItemRuns() throws Exception {
    Gate gate = new Gate();
    try (Loop loop = Loop.mapped()) {
      loop.parent.work(loop.parent.define(gate.function()), 0);
      gate.await(0);

      loop.parent.link.close();

      loop.lost.get();
      gate.pass(0);
      assertFalse(loop.served.get());
    }
  }

  @Test
  void itemBeforeOpen() throws Exception {
    try (Loop loop = new Loop(null)) {
      loop.parent.work(loop.parent.define(ADD), 1);

      loop.lost.get();
      assertFalse(loop.served.get());
    }
  }

  @Test
  void shortItemsBehindALongOneKeepTheirOrder() throws Exception {
    Gate gate = new Gate();
    try (Loop loop = Loop.mapped()) {
      int function = loop.parent.define(gate.function());
      List<Integer> expected = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 50; i++) {
          loop.parent.work(function, expected.size());
          expected.add(expected.size());
        }
        gate.await(expected.size() - 50);
        loop.awaitSeized();
        for (int i = 0; i < 50; i++) {
          gate.pass(expected.size() - 50 + i);
        }
      }
      for (int each : expected) {
        assertEquals(each, loop.parent.value());
      }
      assertEquals(expected, gate.entered());
    }
  }
}
