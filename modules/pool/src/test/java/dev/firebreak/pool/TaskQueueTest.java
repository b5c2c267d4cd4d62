package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.TaskOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskQueueTest {
  private final TaskQueue fifo = new TaskQueue(TaskOrder.FIFO);
  private final TaskQueue lifo = new TaskQueue(TaskOrder.LIFO);

  private static PlainJob job(int priority) {
    return PlainJob.of(1, it -> it.withPriority(priority));
  }

  @Test
  void theOldestGoesFirst() {
    PlainJob one = job(0);
    PlainJob two = job(0);
    fifo.add(one);
    fifo.add(two);

    assertSame(one, fifo.peek());
    assertSame(one, fifo.poll());
    assertSame(two, fifo.poll());
    assertNull(fifo.poll());
    assertTrue(fifo.isEmpty());
  }

  @Test
  void whatIsDroppedAgainAndAgainIsNotKept() {
    for (TaskQueue queue : List.of(fifo, lifo)) {
      PlainJob stays = job(0);
      queue.add(stays);
      for (int i = 0; i < 1000; i++) {
        PlainJob goes = job(i % 3);
        queue.add(goes);
        queue.drop(goes);
      }

      assertTrue(queue.kept() < 100, queue.kept() + " are kept");
      assertEquals(1, queue.items());
      assertSame(stays, queue.poll());
      assertNull(queue.poll());
    }
  }

  @Test
  void theYoungestGoesFirst() {
    PlainJob one = job(0);
    PlainJob two = job(0);
    lifo.add(one);
    lifo.add(two);

    assertSame(two, lifo.poll());
    assertSame(one, lifo.poll());
  }

  @Test
  void whatComesBackGoesFirstInBothOrders() {
    for (TaskQueue queue : List.of(fifo, lifo)) {
      PlainJob one = job(0);
      PlainJob two = job(0);
      queue.add(one);
      queue.addFirst(two);

      assertSame(two, queue.poll());
      assertSame(one, queue.poll());
    }
  }

  @Test
  void theGreaterPriorityGoesFirst() {
    PlainJob usual = job(0);
    PlainJob urgent = job(9);
    PlainJob idle = job(-3);
    fifo.add(idle);
    fifo.add(usual);
    fifo.add(urgent);

    assertEquals(List.of(urgent, usual, idle), fifo.clear());
  }

  @Test
  void whatComesBackDoesNotPassAGreaterPriority() {
    PlainJob urgent = job(9);
    PlainJob back = job(0);
    fifo.add(urgent);
    fifo.addFirst(back);

    assertSame(urgent, fifo.poll());
  }

  @Test
  void itemsAndBytesAreCounted() {
    PlainJob three = PlainJob.of(3);
    fifo.add(three);
    fifo.add(job(5));

    assertEquals(4, fifo.items());
    assertEquals(8, fifo.bytes());

    fifo.drop(three);
    assertEquals(1, fifo.items());
    assertEquals(4, fifo.bytes());

    fifo.drop(three); // a second time
    assertEquals(1, fifo.items());
    assertEquals(1, fifo.clear().size());
    assertEquals(0, fifo.bytes());
  }

  @Test
  void whatWasDroppedIsQueuedAgain() {
    PlainJob first = job(0);
    PlainJob other = job(0);
    fifo.add(first);
    fifo.add(other);
    fifo.drop(first);
    assertSame(other, fifo.peek());

    fifo.addFirst(first);

    assertEquals(2, fifo.items());
    assertSame(first, fifo.poll());
    assertSame(other, fifo.poll());
    assertNull(fifo.poll());
    assertTrue(fifo.isEmpty());
  }

  @Test
  void nobodyWantsItAnyMore() {
    PlainJob unwanted = job(0);
    PlainJob wanted = job(0);
    fifo.add(unwanted);
    fifo.add(wanted);
    unwanted.unwanted = true;

    assertSame(wanted, fifo.peek());
    assertEquals(1, fifo.items());
    assertFalse(unwanted.queued);
  }

  @Test
  void aRandomOrderComesOutByPriorityAndAge() {
    Random random = new Random(7);
    List<PlainJob> jobs = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      PlainJob job = job(random.nextInt(-2, 3));
      jobs.add(job);
      fifo.add(job);
    }
    jobs.sort(Comparator.comparingInt((PlainJob job) -> -job.terms.priority()));

    assertEquals(jobs, fifo.clear());
  }
}
