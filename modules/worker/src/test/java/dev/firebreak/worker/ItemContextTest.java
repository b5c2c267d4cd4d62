package dev.firebreak.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.RefusedException;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.TaskProgress;
import dev.firebreak.api.WorkContext;
import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToWorker;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ItemContextTest {
  private static final AtomicInteger FINALIZED = new AtomicInteger();

  /** Waits until it is to end; says whether it was interrupted. */
  private static final SerializableCallable<Boolean> PATIENT =
      () -> {
        while (!WorkContext.current().cancelled()) {
          Thread.onSpinWait();
        }
        return Thread.currentThread().isInterrupted();
      };

  /** Waits for an interrupt. */
  private static final SerializableCallable<String> SLEEPER =
      () -> {
        try {
          Thread.sleep(60_000);
          return "slept";
        } catch (InterruptedException e) {
          return "interrupted " + WorkContext.current().cancelled();
        }
      };

  /** What must be the same whatever ran before. */
  private static final SerializableCallable<String> CLEAN =
      () -> Thread.currentThread().isInterrupted() + " " + WorkContext.current().cancelled();

  @Test
  void itSaysWhoItIs() throws Exception {
    try (Loop loop = Loop.opened()) {
      long item =
          loop.parent.inline(
              (SerializableCallable<List<Object>>)
                  () -> {
                    WorkContext context = WorkContext.current();
                    return List.of(
                        context.task(), context.worker(), context.generation(), context.attempt());
                  });

      assertEquals(List.of(item + 100, 7, 3, 1), loop.parent.value());
    }
  }

  @Test
  void itKnowsItselfWhenItIsOver() throws Exception {
    try (Loop loop = Loop.mapped()) {
      Object first = null;
      for (int i = 0; i < 3; i++) {
        loop.parent.inline(
            (SerializableCallable<Long>)
                () -> WorkContext.current().state("first", () -> WorkContext.current()).task());
        Object task = loop.parent.value();
        first = first == null ? task : first;
        assertEquals(first, task);
      }
    }
  }

  @Test
  void runningItemIsCancelledAndTheNextOneIsNot() throws Exception {
    try (Loop loop = Loop.mapped()) {
      long item = loop.parent.inline(PATIENT);
      loop.parent.link.send(new ToWorker.Cancel(item, false));
      assertEquals(false, loop.parent.value());

      loop.parent.inline(CLEAN);
      assertEquals("false false", loop.parent.value());
    }
  }

  @Test
  void runningItemIsInterruptedAndTheNextOneIsNot() throws Exception {
    try (Loop loop = Loop.mapped()) {
      for (int i = 0; i < 5; i++) {
        long item = loop.parent.inline(SLEEPER);
        loop.parent.link.send(new ToWorker.Cancel(item, true));
        loop.parent.inline(CLEAN);

        assertEquals("interrupted true", loop.parent.value());
        assertEquals("false false", loop.parent.value());
      }
    }
  }

  @Test
  void itemOfAChunkIsCancelledBeforeItIsBegun() throws Exception {
    Gate gate = new Gate();
    SerializableFunction<Integer, Integer> enter = gate.function();
    try (Loop loop = Loop.mapped()) {
      int function =
          loop.parent.define(
              (SerializableFunction<Integer, Boolean>)
                  x -> {
                    if (x == 0) {
                      enter.apply(x);
                    }
                    return WorkContext.current().cancelled();
                  });
      long first = loop.parent.chunk(function, List.of(0, 1, 2));
      gate.await(0);
      loop.awaitSeized();
      int calls = loop.calls();
      loop.parent.link.send(new ToWorker.Cancel(first + 1, false));
      loop.parent.link.send(new ToWorker.Cancel(first - 1, true));
      loop.parent.link.send(new ToWorker.Cancel(first, false));
      loop.awaitCalls(calls + 3);
      gate.passAll();

      assertEquals(true, loop.parent.value());
      assertEquals(true, loop.parent.value());
      assertEquals(false, loop.parent.value());
    }
  }

  @Test
  void itemThatHasEndedIsCancelled() throws Exception {
    try (Loop loop = Loop.mapped()) {
      long item = loop.parent.inline(CLEAN);
      assertEquals("false false", loop.parent.value());

      loop.parent.link.send(new ToWorker.Cancel(item, true));
      loop.parent.link.send(new ToChild.Interrupt());
      loop.parent.inline(CLEAN);

      assertEquals("false false", loop.parent.value());
    }
  }

  @Test
  void interruptStatusThatAnItemLeavesBehind() throws Exception {
    try (Loop loop = Loop.mapped()) {
      int function =
          loop.parent.define(
              (SerializableFunction<Integer, Boolean>)
                  x -> {
                    boolean before = Thread.currentThread().isInterrupted();
                    Thread.currentThread().interrupt();
                    return before;
                  });
      loop.parent.chunk(function, List.of(1, 2, 3));
      loop.parent.work(function, 4);

      for (int i = 0; i < 4; i++) {
        assertEquals(false, loop.parent.value());
      }
    }
  }

  @Test
  void stopCancelsTheItemThatRunsAndBeginsNoOther() throws Exception {
    int before = FINALIZED.get();
    try (Loop loop = new Loop(Board.local())) {
      int finalizer =
          loop.parent.define(
              (SerializableRunnable)
                  () -> {
                    if (!WorkContext.current().cancelled() && WorkContext.current().task() == -1) {
                      FINALIZED.incrementAndGet();
                    }
                  });
      loop.parent.link.send(new ToWorker.Open(ToWorker.Open.NONE, finalizer));
      loop.parent.await(FromWorker.Opened.class);
      loop.parent.inline(PATIENT);
      loop.parent.inline(PATIENT);

      loop.parent.link.send(new ToChild.Stop());

      assertEquals(false, loop.parent.value());
      assertTrue(loop.served.get());
      assertEquals(before + 1, FINALIZED.get());
    }
  }

  @Test
  void initializerRunsBeforeTheFirstItemAndKeepsAState() throws Exception {
    try (Loop loop = new Loop(Board.local())) {
      loop.parent.link.send(new ToWorker.Open(0, ToWorker.Open.NONE));
      loop.parent.define(
          (SerializableRunnable) () -> WorkContext.current().state("key", () -> "kept"));
      loop.parent.inline(
          (SerializableCallable<String>) () -> WorkContext.current().state("key", () -> "new"));

      assertEquals("kept", loop.parent.value());
    }
  }

  @Test
  void initializerThatFails() throws Exception {
    try (Loop loop = new Loop(Board.local())) {
      loop.parent.define(
          (SerializableRunnable)
              () -> {
                throw new IllegalStateException("no database");
              });
      loop.parent.link.send(new ToWorker.Open(0, ToWorker.Open.NONE));

      FromWorker.Opened opened = loop.parent.await(FromWorker.Opened.class);

      assertTrue(loop.parent.thrown(opened.failure()).getMessage().contains("no database"));
      assertFalse(loop.served.get());
    }
  }

  @Test
  void messagesComeBeforeTheResultWhereverThatStands() throws Exception {
    try (Loop loop = Loop.mapped()) {
      for (int i = 0; i < 100; i++) {
        long item =
            loop.parent.inline(
                (SerializableCallable<String>)
                    () -> {
                      WorkContext.current().send(List.of("a", 1));
                      WorkContext.current().send(null);
                      return "result";
                    });
        List<FromWorker.Message> messages = loop.parent.messages();

        assertEquals("result", loop.parent.value());
        assertEquals(2, messages.size());
        assertEquals(item, messages.get(0).item());
        assertEquals(List.of("a", 1), loop.parent.decoded(messages.get(0).value()));
        messages.clear();
      }
    }
  }

  @Test
  void progressIsTenASecondAndTheLastOneComes() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline(
          (SerializableRunnable)
              () -> {
                for (int i = 1; i <= 10_000; i++) {
                  WorkContext.current().progress(i, 10_000);
                }
              });
      loop.parent.value();

      List<FromWorker.Message> messages = loop.parent.messages();
      assertNotEquals(List.of(), messages);
      assertTrue(messages.size() < 1000, () -> messages.size() + " messages");
      assertEquals(
          new TaskProgress(10_000, 10_000), loop.parent.decoded(messages.getLast().value()));
    }
  }

  @Test
  void progressOfAnItemThatThenOnlyWaits() throws Exception {
    Gate gate = new Gate();
    SerializableFunction<Integer, Integer> enter = gate.function();
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline(
          (SerializableCallable<Integer>)
              () -> {
                WorkContext.current().progress(1, 2);
                WorkContext.current().progress(2, 2);
                return enter.apply(0);
              });
      while (loop.parent.messages().size() < 2) {
        loop.parent.receive();
        assertFalse(loop.parent.hasResult());
      }
      gate.pass(0);

      loop.parent.value();
    }
  }

  @Test
  void messageThatCannotBeSent() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline(
          (SerializableRunnable) () -> WorkContext.current().send(Thread.currentThread()));
      Parent.Result result = loop.parent.result();
      assertInstanceOf(IllegalArgumentException.class, result.value());

      loop.parent.inline((SerializableRunnable) () -> WorkContext.current().send(new int[1 << 20]));
      result = loop.parent.result();
      assertInstanceOf(IllegalArgumentException.class, result.value());
    }
  }

  @Test
  void poolThatIsRefusedToATask() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline((SerializableRunnable) () -> WorkContext.current().openPool(1));
      FromWorker.Request request = loop.parent.await(FromWorker.Request.class);
      byte[] why = "nested too deeply".getBytes(UTF_8);
      loop.parent.link.send(new ToWorker.Reply(request.request(), true, Nesting.REFUSED, why));

      assertEquals(Nesting.OPEN, request.kind());
      assertInstanceOf(RefusedException.class, loop.parent.result().value());
    }
  }

  @Test
  void threadOfATaskHasNoContextOfItsOwn() throws Exception {
    try (Loop loop = Loop.mapped()) {
      loop.parent.inline(
          (SerializableCallable<String>)
              () -> {
                String[] said = {""};
                Thread thread =
                    new Thread(() -> {
                      try {
                        WorkContext.current();
                      } catch (IllegalStateException e) {
                        said[0] = e.getMessage();
                      }
                    });
                thread.start();
                thread.join();
                return said[0];
              });

      assertTrue(loop.parent.value().toString().contains("runs no task"));
    }
  }
}
