package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.link.Board;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskLoopTest {
  @Test
  void taskRuns() throws Exception {
    try (Loop loop = Loop.opened()) {
      int function = loop.parent.define((SerializableFunction<Integer, Integer>) x -> x + 1);

      for (int i = 0; i < 1000; i++) {
        loop.parent.work(function, i);
        assertEquals(i + 1, loop.parent.value());
      }
    }
  }

  @Test
  void taskThrows() throws Exception {
    try (Loop loop = Loop.opened()) {
      loop.parent.inline(
          (SerializableCallable<String>)
              () -> {
                throw new IllegalStateException("no");
              });

      Parent.Result result = loop.parent.result();

      assertEquals(Board.THREW, result.kind());
      assertInstanceOf(IllegalStateException.class, result.value());
      assertTrue(result.framed());
    }
  }
}
