package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits is woken exactly once, however the threads meet. */
@Timeout(60)
class WaitersTest {
  private static final int ROUNDS = 5_000;

  @Test
  void anActionComesTooLate() {
    Waiters waiters = new Waiters();
    waiters.wake();

    assertFalse(waiters.add(new Waiters.Waiter(null, () -> {})));
  }

  @Test
  void whoLeftIsNotKept() {
    Waiters waiters = new Waiters();
    for (int i = 0; i < 1000; i++) {
      Waiters.Waiter impatient = new Waiters.Waiter(Thread.currentThread(), null);
      assertTrue(waiters.add(impatient));
      impatient.leave();
    }
    Waiters.Waiter patient = new Waiters.Waiter(Thread.currentThread(), null);
    waiters.add(patient);

    assertEquals(1, length(waiters));
  }

  private static int length(Waiters waiters) {
    int length = 0;
    for (Waiters.Waiter one = waiters.get(); one != null; one = one.next) {
      length++;
    }
    return length;
  }

  @Test
  void actionsAreRunOnceEach() {
    Waiters waiters = new Waiters();
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      waiters.add(new Waiters.Waiter(null, () -> ran.add(number)));
    }

    waiters.wake();
    waiters.wake();

    assertEquals(5, ran.stream().distinct().count());
    assertEquals(5, ran.size());
  }

  /** Three threads add at the moment at which a fourth wakes: each is woken, or told no. */
  @Test
  void addingMeetsWaking() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      CyclicBarrier start = new CyclicBarrier(4);
      List<Waiters> rounds = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        rounds.add(new Waiters());
      }
      AtomicInteger ran = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        all.add(
            threads.submit(() -> {
              for (Waiters waiters : rounds) {
                start.await();
                if (!waiters.add(new Waiters.Waiter(null, ran::incrementAndGet))) {
                  refused.incrementAndGet();
                }
              }
              return null;
            }));
      }
      all.add(
          threads.submit(() -> {
            for (Waiters waiters : rounds) {
              start.await();
              waiters.wake();
            }
            return null;
          }));
      for (Future<?> each : all) {
        each.get();
      }

      assertEquals(3 * ROUNDS, ran.get() + refused.get());
    }
  }

  /** A thread parks until it is woken; none sleeps on. */
  @Test
  void parkingMeetsWaking() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      CyclicBarrier start = new CyclicBarrier(3);
      List<Waiters> rounds = new ArrayList<>();
      List<AtomicBoolean> over = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        rounds.add(new Waiters());
        over.add(new AtomicBoolean());
      }
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        boolean impatient = t == 0;
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < ROUNDS; i++) {
                start.await();
                park(rounds.get(i), over.get(i), impatient);
              }
              return null;
            }));
      }
      all.add(
          threads.submit(() -> {
            for (int i = 0; i < ROUNDS; i++) {
              start.await();
              over.get(i).set(true);
              rounds.get(i).wake();
            }
            return null;
          }));
      for (Future<?> each : all) {
        assertNull(each.get());
      }
    }
  }

  private static void park(Waiters waiters, AtomicBoolean over, boolean impatient) {
    if (impatient) {
      Waiters.Waiter left = new Waiters.Waiter(Thread.currentThread(), null);
      waiters.add(left);
      left.leave();
    }
    Waiters.Waiter waiter = new Waiters.Waiter(Thread.currentThread(), null);
    if (waiters.add(waiter)) {
      while (!over.get()) {
        LockSupport.park();
      }
    }
    assertTrue(over.get());
    waiter.leave();
  }
}
